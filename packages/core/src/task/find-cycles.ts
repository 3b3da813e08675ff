import { findCycleAmong } from "./task-graph.ts";
import type { TaskGraph } from "./task-graph.ts";
import { createTaskLinks, linksOf } from "./task-links.ts";
import type { GraphTask, TaskLinks } from "./task-links.ts";

/**
 * One cycle of each knot of tasks that wait for each other, as the ids along it with the first repeated at the end; none
 * where every task can be reached. O(tasks + links).
 */
export function findCycles<T extends GraphTask>(
  graph: Pick<TaskGraph<T>, "tasks">,
): readonly (readonly string[])[] {
  const tasks = [...graph.tasks.values()];
  const needs = createTaskLinks(tasks);
  return knotsOf(needs).flatMap((knot) => {
    const cycle = findCycleAmong(knot, needs);
    return cycle === undefined ? [] : [cycle.flatMap((place) => tasks[place]?.id ?? [])];
  });
}

/** How far Tarjan's walk has come. */
interface Walk {
  readonly needs: TaskLinks;
  /** When each place was entered, from 1; 0 before. */
  readonly order: Uint32Array;
  readonly lowest: Uint32Array;
  readonly isOnStack: Uint8Array;
  readonly stack: number[];
  readonly path: number[];
  entered: number;
}

/**
 * Strongly connected components with a cycle in them, after Tarjan (SIAM J. Comput. 1(2), 1972), with a stack of its own
 * instead of recursion.
 */
function knotsOf(needs: TaskLinks): readonly (readonly number[])[] {
  const count = needs.starts.length - 1;
  const order = new Uint32Array(count);
  const lowest = new Uint32Array(count);
  const isOnStack = new Uint8Array(count);
  const walk: Walk = { needs, order, lowest, isOnStack, stack: [], path: [], entered: 0 };
  const next = needs.starts.slice();
  const knots: (readonly number[])[] = [];
  for (const start of order.keys()) {
    if (order[start] === 0) enter(walk, start);
    for (let top = walk.path.at(-1); top !== undefined; top = walk.path.at(-1)) {
      const at = next[top] ?? 0;
      next[top] = at + 1;
      const need = at < (needs.starts[top + 1] ?? 0) ? needs.places[at] : undefined;
      if (need === undefined) knots.push(...leave(walk, top));
      else if (order[need] === 0) enter(walk, need);
      else if (isOnStack[need] === 1) lower(walk, top, order[need]);
    }
  }
  return knots;
}

function enter(walk: Walk, place: number): void {
  walk.entered += 1;
  walk.order[place] = walk.entered;
  walk.lowest[place] = walk.entered;
  walk.isOnStack[place] = 1;
  walk.stack.push(place);
  walk.path.push(place);
}

function lower({ lowest }: Walk, place: number, value = 0): void {
  lowest[place] = Math.min(lowest[place] ?? value, value);
}

/** The knot that is complete with this place, if it has a cycle. */
function leave(walk: Walk, place: number): readonly (readonly number[])[] {
  const { needs, order, lowest, stack, path } = walk;
  path.pop();
  const parent = path.at(-1);
  if (parent !== undefined) lower(walk, parent, lowest[place]);
  if (lowest[place] !== order[place]) return [];
  const knot = stack.splice(stack.lastIndexOf(place));
  for (const each of knot) walk.isOnStack[each] = 0;
  return knot.length > 1 || linksOf(needs, place).includes(place) ? [knot] : [];
}
