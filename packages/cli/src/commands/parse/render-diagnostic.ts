import { formatDiagnostic } from "@canary/core";
import type { Diagnostic } from "@canary/core";
import type { Style } from "../../output/style.ts";

/** `file:line:column severity code message` in the colour of its severity. */
export function paintDiagnostic(diagnostic: Diagnostic, style: Style): string {
  const text = formatDiagnostic(diagnostic);
  if (diagnostic.severity === "error") return style.bad(text);
  return diagnostic.severity === "warning" ? style.warn(text) : style.dim(text);
}
