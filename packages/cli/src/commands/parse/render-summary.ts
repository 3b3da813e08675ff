import type { PrdDocument } from "@canary/core";
import type { MergeOutcome, ReadPrd } from "@canary/project/documents";
import type { CliContext } from "../../cli-context.ts";
import type { Style } from "../../output/style.ts";
import { renderChanges } from "./render-changes.ts";

export interface SummaryOptions {
  readonly merge: MergeOutcome;
  readonly isDryRun: boolean;
  readonly shownAs: string | undefined;
}

/** What a document holds, and what its merge changed or would change. */
export function renderSummary(
  { document, file }: ReadPrd,
  { merge, isDryRun, shownAs }: SummaryOptions,
  { out }: CliContext,
): string {
  const { checkboxes, tasks, criteria, fragments } = document.statistics;
  const counted = [
    `${count(tasks, "task", "tasks")} in ${count(document.phases.length, "phase", "phases")}`,
    count(criteria, "criterion", "criteria"),
    ...(fragments === 0 ? [] : [count(fragments, "fragment", "fragments")]),
  ].join(", ");
  const lines = [
    `${out.bold(document.metadata.title ?? file)} ${out.dim(shownAs ?? file)}`,
    `  ${counted}; ${checkboxes.completed} of ${checkboxes.total} boxes ticked`,
    ...renderPhases(document).map((line) => `  ${line}`),
    ...renderChanges(merge).map((line) => `  ${line}`),
    `  ${renderMerge(merge.report, out)}`,
    ...(isDryRun ? [out.dim("  dry run: nothing was written")] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function renderMerge(merge: MergeOutcome["report"], out: Style): string {
  const { unchanged, conflicts, ...changes } = merge;
  const isSame = Object.values(changes).every((ids) => ids.length === 0);
  const said = Object.entries({ ...changes, unchanged }).flatMap(([word, ids]) =>
    ids.length === 0 ? [] : [`${ids.length} ${word}`],
  );
  const result = isSame ? out.dim("store: nothing changed") : out.good(`store: ${said.join(", ")}`);
  if (conflicts.length === 0) return result;
  const boxes = conflicts.length === 1 ? "1 box says" : `${conflicts.length} boxes say`;
  return `${result}; ${out.warn(`${boxes} something else: canary tasks sync`)}`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function renderPhases(document: PrdDocument): readonly string[] {
  const width = document.phases.reduce((widest, { number }) => Math.max(widest, String(number).length), 0);
  const counts = new Map(document.phases.map(({ id }) => [id, { all: 0, done: 0 }]));
  for (const { phase, kind, status } of document.tasks) {
    const own = kind === "task" ? counts.get(phase ?? "") : undefined;
    if (own === undefined) continue;
    own.all += 1;
    if (status === "completed") own.done += 1;
  }
  return document.phases.map(({ id, number, title }) => {
    const { all, done } = counts.get(id) ?? { all: 0, done: 0 };
    return `${String(number).padStart(width)}  ${title} (${id})  ${done}/${all}`;
  });
}
