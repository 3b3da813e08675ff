import { findCycle, openDependencies, satisfiesDependency } from "@canary/core";
import type { TaskGraph } from "@canary/core";
import type { StoredTask, StoreSnapshot } from "../snapshot/store-snapshot.ts";

/** A task that must be done before another can start. */
export interface Blocker {
  readonly task: StoredTask;
  /** Id of the task that waits for it directly. */
  readonly blocks: string;
  /** 1 for a dependency of the task itself, 2 for a dependency of that … */
  readonly depth: number;
  /** Whether it waits for nothing itself: here somebody has to act. */
  readonly isRoot: boolean;
}

/** Why a task cannot start, or that it can. */
export interface BlockerReport {
  readonly task: StoredTask;
  readonly state: "done" | "ready" | "claimed" | "in_progress" | "failed" | "blocked";
  /** Everything unfinished that it waits for, the nearest first, each task once. */
  readonly blockers: readonly Blocker[];
  /** Ids along a cycle among them, the first repeated at the end; null where there is none. */
  readonly cycle: readonly string[] | null;
}

/** What `task` waits for, down to the roots. O(tasks + links). */
export function explainBlockers(snapshot: StoreSnapshot, task: StoredTask): BlockerReport {
  const graph = withoutDependents(snapshot.tasks);
  const blockers = satisfiesDependency(task.status) ? [] : collectBlockers(graph, task);
  const involved = [task, ...blockers.map((blocker) => blocker.task)];
  const cycle = blockers.length === 0 ? undefined : findCycle(withoutDependents(involved));
  return { task, state: stateOf(task, blockers.length > 0), blockers, cycle: cycle ?? null };
}

/** Only what is needed to walk from a task to what it waits for. */
function withoutDependents(tasks: readonly StoredTask[]): TaskGraph<StoredTask> {
  return { tasks: new Map(tasks.map((task) => [task.id, task])), dependents: new Map() };
}

function collectBlockers(graph: TaskGraph<StoredTask>, start: StoredTask): readonly Blocker[] {
  const found: Omit<Blocker, "isRoot">[] = [];
  const roots = new Set<string>();
  const seen = new Set([start.id]);
  const visit = (waiting: StoredTask, depth: number): void => {
    const open = openDependencies(graph, waiting);
    if (open.length === 0) roots.add(waiting.id);
    for (const task of open) {
      if (seen.has(task.id)) continue;
      seen.add(task.id);
      found.push({ task, blocks: waiting.id, depth });
    }
  };
  visit(start, 1);
  for (let index = 0; index < found.length; index += 1) {
    const each = found[index];
    if (each !== undefined) visit(each.task, each.depth + 1);
  }
  return found.map((each) => ({ ...each, isRoot: roots.has(each.task.id) }));
}

function stateOf(task: StoredTask, isBlocked: boolean): BlockerReport["state"] {
  if (satisfiesDependency(task.status)) return "done";
  if (isBlocked) return "blocked";
  if (task.status === "in_progress" || task.status === "failed") return task.status;
  return task.claim === undefined ? "ready" : "claimed";
}
