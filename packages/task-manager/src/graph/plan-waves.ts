import { satisfiesDependency } from "@canary/core";
import type { StoredTask } from "../snapshot/store-snapshot.ts";

/** Unfinished tasks in the order in which they could be worked on at best. */
export interface WavePlan {
  /** All tasks of a wave can be done at the same time, once those of the waves before are done. */
  readonly waves: readonly (readonly StoredTask[])[];
  /** In a cycle, or behind one: no order can reach them. */
  readonly stuck: readonly StoredTask[];
}

/** Sorts the unfinished ones of these tasks into waves; what lies outside of them counts as done. O(tasks + links). */
export function planWaves(tasks: readonly StoredTask[]): WavePlan {
  const open = tasks.filter(({ status }) => !satisfiesDependency(status));
  const byId = new Map(open.map((task) => [task.id, task]));
  const dependents = new Map<string, StoredTask[]>();
  const waiting = new Map<string, number>();
  for (const task of open) {
    const needs = task.dependencies.filter((id) => byId.has(id));
    waiting.set(task.id, needs.length);
    for (const id of needs) addTo(dependents, id, task);
  }
  const waves: (readonly StoredTask[])[] = [];
  let placed = 0;
  for (let wave = open.filter(({ id }) => waiting.get(id) === 0); wave.length > 0;) {
    waves.push(wave);
    placed += wave.length;
    const freed = new Set(
      wave.flatMap(({ id }) => (dependents.get(id) ?? []).filter((task) => release(waiting, task.id))),
    );
    wave = [...freed];
  }
  const stuck = placed === open.length ? [] : open.filter(({ id }) => (waiting.get(id) ?? 0) > 0);
  return { waves, stuck };
}

function addTo(groups: Map<string, StoredTask[]>, key: string, task: StoredTask): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [task]);
  else group.push(task);
}

/** One less to wait for; true when that was the last. */
function release(waiting: Map<string, number>, id: string): boolean {
  const left = (waiting.get(id) ?? 1) - 1;
  waiting.set(id, left);
  return left === 0;
}
