import { CanaryError, envelope } from "@canary/core";
import type { Envelope } from "@canary/core";
import { refuseUnusable } from "@canary/project/documents";
import type { ReadPrd } from "@canary/project/documents";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult } from "../../command.ts";
import { paintDiagnostic } from "./render-diagnostic.ts";
import { renderSummary } from "./render-summary.ts";
import type { NamedSource, ParseWork } from "./read-sources.ts";

/** Merges the documents into the store, all or none. */
export function mergeDocuments(
  { documents, sources }: ParseWork,
  input: CommandInput,
  context: CliContext,
): CommandResult {
  const reads = sources.map((source) => documents.read(source));
  reads.forEach((read, index) => sayFindings(read, sources[index], context));
  for (const read of reads) refuseUnusable(read);
  refuseErrors(reads);
  const isDryRun = input.flag("dry-run");
  const merges = isDryRun ? [] : reads.map((read) => documents.merge(read));
  return {
    document: documentOf(reads),
    text: () =>
      reads
        .map((read, index) => {
          const merge = merges[index] ?? documents.planMerge(read);
          return renderSummary(read, { merge, isDryRun, shownAs: sources[index]?.shownAs }, context);
        })
        .join("\n"),
  };
}

function documentOf(reads: readonly ReadPrd[]): Envelope<string> {
  const [first] = reads;
  return first !== undefined && reads.length === 1
    ? envelope("PrdDocument", first.document)
    : envelope("PrdDocumentList", { documents: reads.map(({ document }) => document) });
}

function sayFindings({ document }: ReadPrd, source: NamedSource | undefined, context: CliContext): void {
  for (const diagnostic of document.diagnostics) {
    context.say(paintDiagnostic({ ...diagnostic, file: source?.shownAs ?? diagnostic.file }, context.err));
  }
}

function refuseErrors(reads: readonly ReadPrd[]): void {
  const errors = reads.flatMap(({ document }) =>
    document.diagnostics.filter(({ severity }) => severity === "error"),
  );
  const [first, ...others] = [...new Set(errors.map(({ file }) => file))];
  if (first === undefined) return;
  const subject = others.length === 0 ? `${first} has` : `${others.length + 1} documents have`;
  const counted = errors.length === 1 ? "an error" : `${errors.length} errors`;
  throw new CanaryError(`${subject} ${counted} in the content; the store is unchanged`, {
    code: "CANARY_PRD_INVALID",
    hint: "Correct the lines named above, then parse again.",
    details: { diagnostics: errors },
  });
}
