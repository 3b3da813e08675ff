import { satisfiesDependency } from "@canary/core";
import type { GraphTask, TaskGraph } from "@canary/core";

/**
 * For each unfinished task the number of unfinished tasks in the longest chain that begins with it and goes on with
 * what waits for it; at least 1. O(tasks + links). Tasks of a cycle, and what leads to it, count what is behind them
 * outside the cycle.
 */
export function chainLengths(graph: TaskGraph): ReadonlyMap<string, number> {
  const isOpen = (task: GraphTask): boolean => !satisfiesDependency(task.status);
  const open = [...graph.tasks.values()].filter((task) => isOpen(task));
  const lengths = new Map(open.map(({ id }) => [id, 1]));
  const waiting = new Map(open.map(({ id }) => [id, countOpen(graph.dependents.get(id) ?? [], lengths)]));
  const queue = open.filter(({ id }) => waiting.get(id) === 0).map(({ id }) => id);
  for (let index = 0; index < queue.length; index += 1) {
    const id = queue[index] ?? "";
    for (const dependency of graph.tasks.get(id)?.dependencies ?? []) {
      const before = waiting.get(dependency);
      if (before === undefined) continue;
      lengths.set(dependency, Math.max(lengths.get(dependency) ?? 1, (lengths.get(id) ?? 1) + 1));
      waiting.set(dependency, before - 1);
      if (before === 1) queue.push(dependency);
    }
  }
  return lengths;
}

function countOpen(ids: readonly string[], open: ReadonlyMap<string, number>): number {
  let count = 0;
  for (const id of ids) if (open.has(id)) count += 1;
  return count;
}
