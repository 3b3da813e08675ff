import { createTaskLinks, findCycleAmong, linksOf, satisfiesDependency } from "@canary/core";
import type { TaskLinks } from "@canary/core";
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
export function explainBlockers({ tasks }: StoreSnapshot, task: StoredTask): BlockerReport {
  if (satisfiesDependency(task.status)) return { task, state: "done", blockers: [], cycle: null };
  const needs = createTaskLinks(tasks);
  const start = tasks.findIndex(({ id }) => id === task.id);
  const { blockers, places } = collectBlockers(tasks, needs, start);
  const cycle = findCycleAmong(places, needs)?.flatMap((place) => tasks[place]?.id ?? []);
  return { task, state: stateOf(task, blockers.length > 0), blockers, cycle: cycle ?? null };
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Breadth first, so that the nearest come first; with the places of the start and of all of them. */
function collectBlockers(
  tasks: readonly StoredTask[],
  needs: TaskLinks,
  start: number,
): { readonly blockers: readonly Blocker[]; readonly places: readonly number[] } {
  const isOpen = Uint8Array.from(tasks, ({ status }) => Number(!satisfiesDependency(status)));
  const isSeen = new Uint8Array(tasks.length);
  isSeen[start] = 1;
  const blockers: Writable<Blocker>[] = [];
  const places = [start];
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    const waiting = blockers[index - 1];
    const depth = (waiting?.depth ?? 0) + 1;
    const blocks = tasks[place]?.id ?? "";
    for (const need of linksOf(needs, place)) {
      const task = tasks[need];
      if (isOpen[need] !== 1 || task === undefined) continue;
      if (waiting !== undefined) waiting.isRoot = false;
      if (isSeen[need] === 1) continue;
      isSeen[need] = 1;
      places.push(need);
      blockers.push({ task, blocks, depth, isRoot: true });
    }
  }
  return { blockers, places };
}

function stateOf(task: StoredTask, isBlocked: boolean): BlockerReport["state"] {
  if (satisfiesDependency(task.status)) return "done";
  if (isBlocked) return "blocked";
  if (task.status === "in_progress" || task.status === "failed") return task.status;
  return task.claim === undefined ? "ready" : "claimed";
}
