import type { PrdTask } from "@canary/core";
import { TaskMatcher } from "./task-matcher.ts";

/** By what an item was recognised; `new` where it was not. */
export type MatchKind = "id" | "title" | "likeness" | "new";

export interface TaskMatch {
  /** The item's id from now on. */
  readonly id: string;
  readonly how: MatchKind;
  /** What happened to it since; `renamed` and `moved` can both be true of an item, and then it is `renamed`. */
  readonly change: "kept" | "renamed" | "moved" | "added";
  /** How alike the titles are, from 0 to 1; given for `likeness` only. */
  readonly likeness?: number;
}

export interface Reconciliation {
  /** The next items in their order, with ids carried over and dependencies rewritten. */
  readonly tasks: readonly PrdTask[];
  /** One for each of `tasks`, in the same order. */
  readonly matches: readonly TaskMatch[];
  /** Ids of the previous items that no next item is. */
  readonly removed: readonly string[];
}

/**
 * Finds the items of an earlier parse of a document again in a later one, so that each keeps its id for life:
 * by id, then by title (in its phase first), then by likeness of at least 0.6. An id that the document itself gives always wins.
 * Ids must be unique within each list; no id is given twice in the result.
 */
export function reconcile(previous: readonly PrdTask[], next: readonly PrdTask[]): Reconciliation {
  const matcher = new TaskMatcher(previous, next);
  const found = matcher.match();
  const ids = assignFinalIds(next, found);
  const renames = new Map(next.map((task, index) => [task.id, ids[index] ?? task.id]));
  const tasks = next.map((task, index) => ({
    ...task,
    id: ids[index] ?? task.id,
    dependencies: task.dependencies.map((id) => renames.get(id) ?? id),
  }));
  const matches = next.map((task, index): TaskMatch => {
    const match = found.get(task);
    const id = ids[index] ?? task.id;
    if (match === undefined) return { id, how: "new", change: "added" };
    const change = changeOf(match.previous, task);
    return match.how === "likeness"
      ? { id, how: match.how, change, likeness: Math.round(match.likeness * 100) / 100 }
      : { id, how: match.how, change };
  });
  const kept = new Set([...found.values()].map((match) => match.previous));
  return { tasks, matches, removed: previous.filter((task) => !kept.has(task)).map((task) => task.id) };
}

function changeOf(previous: PrdTask, next: PrdTask): TaskMatch["change"] {
  if (previous.title !== next.title) return "renamed";
  return previous.phase === next.phase ? "kept" : "moved";
}

/** Carried-over ids first; an item that is new must not take one of them. */
function assignFinalIds(
  next: readonly PrdTask[],
  found: ReadonlyMap<PrdTask, { readonly previous: PrdTask }>,
): readonly string[] {
  const taken = new Set([...found.values()].map((match) => match.previous.id));
  return next.map((task) => {
    const carried = found.get(task)?.previous.id;
    if (carried !== undefined) return carried;
    let id = task.id;
    for (let count = 2; taken.has(id); count += 1) id = `${task.id}-${count}`;
    taken.add(id);
    return id;
  });
}
