export type DiagnosticSeverity = "error" | "warning" | "info";

/** A finding with a place: line and column count from 1, as editors do. */
export interface Diagnostic {
  readonly severity: DiagnosticSeverity;
  /** Stable, kebab-case, documented in docs/prd-format.md or docs/errors.md. */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `file:line:column severity code message`, the form that editors and CI systems link. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, code, message } = diagnostic;
  return `${file}:${line}:${column} ${severity} ${code} ${message}`;
}
