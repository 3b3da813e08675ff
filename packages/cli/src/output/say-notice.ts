import { formatDiagnostic } from "@canary/core";
import type { Diagnostic } from "@canary/core";
import type { CliContext } from "../cli-context.ts";

/** A finding that stops nothing, on stderr, in the form that editors and CI systems link. */
export function sayNotice(notice: Diagnostic, context: CliContext): void {
  context.say(context.err.warn(formatDiagnostic(notice)));
}
