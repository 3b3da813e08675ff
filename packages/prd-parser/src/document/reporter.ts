import type { Diagnostic, DiagnosticSeverity } from "@canary/core";
import type { SourceText } from "../source/source-text.ts";

export interface Finding {
  readonly severity: DiagnosticSeverity;
  readonly code: string;
  readonly message: string;
  /** Into the parsed text. */
  readonly offset: number;
}

/** Findings as diagnostics with the place in the original file, in the order of the text. */
export function toDiagnostics(source: SourceText, findings: readonly Finding[]): readonly Diagnostic[] {
  return findings.map(({ severity, code, message, offset }) => {
    const { file, line, column } = source.locate(offset);
    return { severity, code, message, file, line, column };
  });
}

/** By line, then column; findings of one place keep their order. */
export function inTextOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column);
}
