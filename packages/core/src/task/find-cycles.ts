import { createTaskGraph, findCycle } from "./task-graph.ts";
import type { GraphTask, TaskGraph } from "./task-graph.ts";

/**
 * One cycle of each knot of tasks that wait for each other, as the ids along it with the first repeated at the end; none
 * where every task can be reached. O(tasks + links).
 */
export function findCycles<T extends GraphTask>(graph: TaskGraph<T>): readonly (readonly string[])[] {
  return knotsOf(graph).flatMap((knot) => {
    const members = knot.flatMap((id) => graph.tasks.get(id) ?? []);
    const cycle = findCycle(createTaskGraph(members));
    return cycle === undefined ? [] : [cycle];
  });
}

interface Visit {
  readonly id: string;
  next: number;
}

/** Strongly connected components after Tarjan (SIAM J. Comput. 1(2), 1972), with a stack of its own instead of recursion. */
function knotsOf(graph: TaskGraph): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const knots: (readonly string[])[] = [];
  const enter = (path: Visit[], id: string): void => {
    order.set(id, order.size);
    lowest.set(id, order.size - 1);
    stack.push(id);
    onStack.add(id);
    path.push({ id, next: 0 });
  };
  const lower = (id: string, value: number): void => {
    lowest.set(id, Math.min(lowest.get(id) ?? value, value));
  };
  const leave = (path: Visit[], { id }: Visit): void => {
    path.pop();
    const low = lowest.get(id) ?? 0;
    const parent = path.at(-1);
    if (parent !== undefined) lower(parent.id, low);
    if (low !== order.get(id)) return;
    const knot = stack.splice(stack.lastIndexOf(id));
    for (const each of knot) onStack.delete(each);
    knots.push(knot);
  };
  for (const start of graph.tasks.keys()) {
    const path: Visit[] = [];
    if (!order.has(start)) enter(path, start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const dependency = graph.tasks.get(top.id)?.dependencies[top.next];
      top.next += 1;
      if (dependency === undefined) leave(path, top);
      else if (!order.has(dependency) && graph.tasks.has(dependency)) enter(path, dependency);
      else if (onStack.has(dependency)) lower(top.id, order.get(dependency) ?? 0);
    }
  }
  return knots;
}
