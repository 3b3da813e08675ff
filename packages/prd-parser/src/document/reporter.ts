import type { Diagnostic } from "@canary/core";
import type { SourceText } from "../source/source-text.ts";
import { FINDING_CODES } from "./finding-codes.ts";
import type { FindingCode } from "./finding-codes.ts";

export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  /** Into the parsed text. */
  readonly offset: number;
}

/** Findings as diagnostics with the place in the original file. */
export function toDiagnostics(source: SourceText, findings: readonly Finding[]): readonly Diagnostic[] {
  return findings.map(({ code, message, offset }) => {
    const { file, line, column } = source.locate(offset);
    return { severity: FINDING_CODES[code].severity, code, message, file, line, column };
  });
}

/** By line, then column; findings of one place keep their order. */
export function inTextOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort((a, b) => a.line - b.line || a.column - b.column);
}
