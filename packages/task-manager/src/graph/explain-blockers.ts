import { createTaskGraph, findCycle, openDependencies, satisfiesDependency } from "@canary/core";
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
  const graph = createTaskGraph(snapshot.tasks);
  const blockers = satisfiesDependency(task.status) ? [] : collectBlockers(graph, task);
  const involved = [task, ...blockers.map((blocker) => blocker.task)];
  const cycle = blockers.length === 0 ? undefined : findCycle(createTaskGraph(involved));
  return { task, state: stateOf(task, blockers.length > 0), blockers, cycle: cycle ?? null };
}

function collectBlockers(graph: TaskGraph<StoredTask>, start: StoredTask): readonly Blocker[] {
  const blockers: Blocker[] = [];
  const seen = new Set([start.id]);
  const queue = [{ task: start, depth: 0 }];
  for (let index = 0; index < queue.length; index += 1) {
    const current = queue[index];
    if (current === undefined) break;
    for (const task of openDependencies(graph, current.task)) {
      if (seen.has(task.id)) continue;
      seen.add(task.id);
      const depth = current.depth + 1;
      blockers.push({
        task,
        blocks: current.task.id,
        depth,
        isRoot: openDependencies(graph, task).length === 0,
      });
      queue.push({ task, depth });
    }
  }
  return blockers;
}

function stateOf(task: StoredTask, isBlocked: boolean): BlockerReport["state"] {
  if (satisfiesDependency(task.status)) return "done";
  if (isBlocked) return "blocked";
  if (task.status === "in_progress" || task.status === "failed") return task.status;
  return task.claim === undefined ? "ready" : "claimed";
}
