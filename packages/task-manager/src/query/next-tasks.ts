import { countOpenNeeds, createTaskLinks, PRIORITIES } from "@canary/core";
import type { StoredTask, StoreSnapshot } from "../snapshot/store-snapshot.ts";
import { canTake } from "./can-take.ts";
import { chainLengths } from "./chain-lengths.ts";
import { documentFor } from "./query-tasks.ts";

export interface NextOptions {
  /** Id of a document; the default document where it is left out, every document where it is null. */
  readonly document?: string | null;
}

/** A task that could start now, with why it stands where it stands. */
export interface NextTask {
  readonly task: StoredTask;
  /** Unfinished tasks in the longest chain that begins with it. */
  readonly chainLength: number;
  /** What puts it behind the one before it; null for the first. */
  readonly decidedBy: "chain" | "priority" | "order" | null;
}

/** Ready tasks of kind `task` that nobody claimed: the longest chain behind them first, then priority, then document order. */
export function nextTasks(snapshot: StoreSnapshot, options: NextOptions = {}): readonly StoredTask[] {
  return explainNext(snapshot, options).map(({ task }) => task);
}

/** The same order with its reasons. */
export function explainNext(snapshot: StoreSnapshot, options: NextOptions = {}): readonly NextTask[] {
  const document = documentFor(snapshot, options.document);
  const { tasks } = snapshot;
  const needs = createTaskLinks(tasks);
  const open = countOpenNeeds(tasks, needs);
  const lengths = chainLengths(tasks, needs);
  const isMeant = (task: StoredTask): boolean =>
    task.kind === "task" && (document === undefined || task.document === document);
  const sorted = tasks
    .flatMap((task, place) =>
      open[place] === 0 && isMeant(task) && canTake(task) ? { task, chainLength: lengths[place] ?? 1 } : [],
    )
    .sort((a, b) => b.chainLength - a.chainLength || rank(a.task) - rank(b.task));
  return sorted.map((each, index) => ({ ...each, decidedBy: decision(each, sorted[index - 1]) }));
}

type Ranked = Omit<NextTask, "decidedBy">;

function decision({ task, chainLength }: Ranked, before: Ranked | undefined): NextTask["decidedBy"] {
  if (before === undefined) return null;
  if (before.chainLength !== chainLength) return "chain";
  return rank(before.task) === rank(task) ? "order" : "priority";
}

function rank({ priority }: StoredTask): number {
  return PRIORITIES.indexOf(priority);
}
