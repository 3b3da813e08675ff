import { CanaryError, envelope } from "@canary/core";
import type { Envelope, PrdDocument } from "@canary/core";
import { refuseUnusable } from "@canary/project/documents";
import type { MergeOutcome, ReadPrd } from "@canary/project/documents";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult } from "../../command.ts";
import { isMachineFormat } from "../../output/format.ts";
import { sayNotice } from "../../output/say-notice.ts";
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
  // Where nothing of them is stored there is no conflict, and the plan of a large document costs as much as its parse.
  if (isDryRun && isMachineFormat(context.format) && !reads.some((read) => documents.isStored(read)))
    return { document: documentOf(reads.map(({ document }) => document)) };
  const merged = reads.map((read, index) => ({
    read,
    merge: isDryRun ? documents.planMerge(read) : documents.merge(read),
    shownAs: sources[index]?.shownAs,
  }));
  for (const { merge, read, shownAs } of merged) sayConflicts(merge, shownAs ?? read.file, context);
  return {
    document: documentOf(
      merged.map(({ read, merge }) => ({ ...read.document, tasks: merge.reconciliation.tasks })),
    ),
    text: () =>
      merged
        .map(({ read, merge, shownAs }) => renderSummary(read, { merge, isDryRun, shownAs }, context))
        .join("\n"),
  };
}

function documentOf(documents: readonly PrdDocument[]): Envelope<string> {
  const [first] = documents;
  return first !== undefined && documents.length === 1
    ? envelope("PrdDocument", first)
    : envelope("PrdDocumentList", { documents });
}

function sayFindings({ document }: ReadPrd, source: NamedSource | undefined, context: CliContext): void {
  for (const diagnostic of document.diagnostics) {
    context.say(paintDiagnostic({ ...diagnostic, file: source?.shownAs ?? diagnostic.file }, context.err));
  }
}

/** Boxes that say something else than the store, which keeps what it says. */
function sayConflicts({ report }: MergeOutcome, file: string, context: CliContext): void {
  for (const { id, line, column, store, box } of report.conflicts) {
    const message = `the store says that ${id} is ${store}, its box says ${box}; the store keeps it: settle it with \`canary tasks sync --prefer store\` or \`--prefer document\``;
    sayNotice({ severity: "warning", code: "box-conflict", message, file, line, column }, context);
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
