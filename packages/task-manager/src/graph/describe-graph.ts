import { createTaskGraph, findCycles } from "@canary/core";
import type { TaskGraph } from "@canary/core";
import { chainLengths } from "../query/chain-lengths.ts";
import type { StoredTask } from "../snapshot/store-snapshot.ts";

/** Tasks with their links, for drawing. */
export interface GraphDescription {
  readonly nodes: readonly StoredTask[];
  /** From the task that must be done first to the one that waits for it. */
  readonly edges: readonly { readonly from: string; readonly to: string; readonly isCritical: boolean }[];
  /** Ids of the longest chain of unfinished tasks, in the order of work; empty where all is done. */
  readonly criticalPath: readonly string[];
  /** One of each knot of tasks that wait for each other, as the ids along it with the first repeated at the end. */
  readonly cycles: readonly (readonly string[])[];
}

/** The graph of these tasks; links to others are left out. O(tasks + links). */
export function describeGraph(tasks: readonly StoredTask[]): GraphDescription {
  const graph = createTaskGraph(tasks);
  const criticalPath = findCriticalPath(graph);
  const following = new Map(criticalPath.map((id, index) => [id, criticalPath[index + 1]]));
  return {
    nodes: tasks,
    edges: tasks.flatMap(({ id: to, dependencies }) =>
      dependencies
        .filter((from) => graph.tasks.has(from))
        .map((from) => ({ from, to, isCritical: following.get(from) === to })),
    ),
    criticalPath,
    cycles: findCycles(graph),
  };
}

/** The longest chain of unfinished tasks; of several the one that begins first in the given order. */
function findCriticalPath(graph: TaskGraph): readonly string[] {
  const lengths = chainLengths(graph);
  let current: string | undefined;
  for (const [id, length] of lengths) if (length > (lengths.get(current ?? "") ?? 0)) current = id;
  const path: string[] = [];
  while (current !== undefined) {
    path.push(current);
    const wanted: number = (lengths.get(current) ?? 1) - 1;
    current =
      wanted === 0 ? undefined : graph.dependents.get(current)?.find((id) => lengths.get(id) === wanted);
  }
  return path;
}
