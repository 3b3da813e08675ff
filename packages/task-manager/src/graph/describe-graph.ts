import { createTaskLinks, findCycles, linksOf, reverseLinks } from "@canary/core";
import type { TaskLinks } from "@canary/core";
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
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const criticalPath = findCriticalPath(tasks, createTaskLinks(tasks));
  const following = new Map(criticalPath.map((id, index) => [id, criticalPath[index + 1]]));
  return {
    nodes: tasks,
    edges: tasks.flatMap(({ id: to, dependencies }) =>
      dependencies
        .filter((from) => byId.has(from))
        .map((from) => ({ from, to, isCritical: following.get(from) === to })),
    ),
    criticalPath,
    cycles: findCycles({ tasks: byId }),
  };
}

/** The longest chain of unfinished tasks; of several the one that begins first in the given order. */
function findCriticalPath(tasks: readonly StoredTask[], needs: TaskLinks): readonly string[] {
  const lengths = chainLengths(tasks, needs);
  const neededBy = reverseLinks(needs);
  let left = lengths.reduce((most, length) => Math.max(most, length), 0);
  const path: string[] = [];
  for (let place = left === 0 ? undefined : lengths.indexOf(left); place !== undefined;) {
    path.push(tasks[place]?.id ?? "");
    left -= 1;
    place = left === 0 ? undefined : linksOf(neededBy, place).find((other) => lengths[other] === left);
  }
  return path;
}
