import type { PrdTask } from "@canary/core";
import type { MergeOutcome, TaskMatch } from "@canary/project/documents";

const MOST_LISTED = 20;
const SIGNS = { added: "+", restored: "+", changed: "~", moved: ">", removed: "-" } as const;

type Kind = keyof typeof SIGNS;

/** The items that change, a line each, with what they were before; none where the whole document is new. */
export function renderChanges({ report, reconciliation, previous }: MergeOutcome): readonly string[] {
  const { tasks, matches } = reconciliation;
  if (report.added.length === tasks.length && report.removed.length === 0) return [];
  const before = new Map(previous.map((task) => [task.id, task]));
  const now = new Map(
    tasks.map((task, index) => [task.id, { task, match: matches[index], was: before.get(task.id) }]),
  );
  const describe = (kind: Kind, id: string): string => {
    const item = now.get(id);
    if (item === undefined) return before.get(id)?.title ?? "";
    return `${item.task.title}${kind === "moved" ? placesOf(item.was, item.task) : rewordingOf(item.was, item)}`;
  };
  const kinds = Object.keys(SIGNS) as readonly Kind[];
  const lines = kinds.flatMap((kind) =>
    report[kind].map((id) => `${SIGNS[kind]} ${id}  ${describe(kind, id)}`.trimEnd()),
  );
  const more = lines.length - MOST_LISTED;
  return more > 0 ? [...lines.slice(0, MOST_LISTED), `… and ${more} more`] : lines;
}

/** From where to where; an item that only changed places with others stays in its phase. */
function placesOf(was: PrdTask | undefined, { phase }: PrdTask): string {
  if (was === undefined || was.phase === phase) return "";
  return ` (from ${was.phase ?? "no phase"} to ${phase ?? "no phase"})`;
}

/** What a reworded item was called, and by what it was recognised. */
function rewordingOf(
  was: PrdTask | undefined,
  { task, match }: { readonly task: PrdTask; readonly match: TaskMatch | undefined },
): string {
  if (was === undefined || match === undefined || was.title === task.title) return "";
  const likeness = match.how === "likeness" ? `likeness, ${match.likeness ?? 0}` : match.how;
  return ` (was "${was.title}"; recognised by ${likeness})`;
}
