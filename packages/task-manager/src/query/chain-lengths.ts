import { linksOf, satisfiesDependency } from "@canary/core";
import type { GraphTask, TaskLinks } from "@canary/core";
import { countDown } from "../graph/count-down.ts";

/**
 * For each task, by its place, the number of unfinished tasks in the longest chain that begins with it and goes on with
 * what waits for it: at least 1, and 0 for a finished one. `needs` are the links of these tasks. O(tasks + links). Tasks
 * of a cycle, and what leads to it, count what is behind them outside the cycle.
 */
export function chainLengths(tasks: readonly GraphTask[], needs: TaskLinks): Uint32Array {
  const lengths = Uint32Array.from(tasks, ({ status }) => Number(!satisfiesDependency(status)));
  const waiting = countWaiting(lengths, needs);
  const queue: number[] = [];
  for (const [place, length] of lengths.entries()) if (length > 0 && waiting[place] === 0) queue.push(place);
  for (let index = 0; index < queue.length; index += 1) {
    const place = queue[index] ?? 0;
    const length = (lengths[place] ?? 0) + 1;
    for (const need of linksOf(needs, place)) {
      const before = lengths[need] ?? 0;
      if (before === 0) continue;
      if (length > before) lengths[need] = length;
      if (countDown(waiting, need)) queue.push(need);
    }
  }
  return lengths;
}

/** How many unfinished tasks need each. */
function countWaiting(lengths: Uint32Array, needs: TaskLinks): Uint32Array {
  const waiting = new Uint32Array(lengths.length);
  for (const [place, length] of lengths.entries()) {
    if (length === 0) continue;
    for (const need of linksOf(needs, place)) waiting[need] = (waiting[need] ?? 0) + 1;
  }
  return waiting;
}
