import { envelope, EXIT_CODES } from "@canary/core";
import type { Diagnostic, DiagnosticSeverity } from "@canary/core";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { paintDiagnostic } from "./render-diagnostic.ts";
import type { ParseWork } from "./read-sources.ts";
import { sarifLog } from "./sarif-log.ts";

/** Lints the documents: what is to be said about each, a line each; the store is not written. */
export function checkDocuments(
  { documents, sources }: ParseWork,
  input: CommandInput,
  context: CliContext,
): CommandResult {
  const most = parseCount(input.value("max-warnings"), {
    option: "max-warnings",
    fallback: Number.POSITIVE_INFINITY,
    least: 0,
  });
  const reads = sources.map((source) => documents.read({ ...source, file: source.shownAs }));
  const diagnostics = reads.flatMap(({ document }) => document.diagnostics);
  const count = (severity: DiagnosticSeverity): number =>
    diagnostics.filter((each) => each.severity === severity).length;
  const counts = { errors: count("error"), warnings: count("warning"), infos: count("info") };
  const ok = counts.errors === 0 && counts.warnings <= most;
  const files = reads.map(({ file }) => file);
  context.say(renderVerdict({ ...counts, ok, most, files }, context));
  return {
    exitCode: ok ? EXIT_CODES.done : EXIT_CODES.failed,
    document: envelope("PrdCheck", { ok, files, ...counts, diagnostics }),
    text: () =>
      context.format === "sarif" ? `${sarifText(diagnostics)}\n` : renderLines(diagnostics, context),
  };
}

function sarifText(diagnostics: readonly Diagnostic[]): string {
  return JSON.stringify(sarifLog(diagnostics), null, 2);
}

function renderLines(diagnostics: readonly Diagnostic[], { out }: CliContext): string {
  return diagnostics.map((diagnostic) => `${paintDiagnostic(diagnostic, out)}\n`).join("");
}

interface Verdict {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly ok: boolean;
  readonly most: number;
  readonly files: readonly string[];
}

function renderVerdict({ errors, warnings, infos, ok, most, files }: Verdict, { err }: CliContext): string {
  const subject = files.length === 1 ? (files[0] ?? "") : `${files.length} files`;
  const counted = [
    ...(errors === 0 ? [] : [plural(errors, "error")]),
    ...(warnings === 0 ? [] : [plural(warnings, "warning")]),
    ...(infos === 0 ? [] : [plural(infos, "info")]),
  ];
  const allowed = warnings > most ? ` (${most} allowed)` : "";
  const text = `${subject}: ${counted.length === 0 ? "nothing to report" : counted.join(", ")}${allowed}`;
  return ok ? err.good(text) : err.bad(text);
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
