import { satisfiesDependency } from "./task-status.ts";
import type { PrdTask } from "./task.ts";

/** What a graph needs of a task. */
export type GraphTask = Pick<PrdTask, "id" | "dependencies" | "status">;

/**
 * The links among tasks as numbers, for walks over many: a task is named by its place among them. Those of the task at
 * place `p` are `places[starts[p]]` up to, not including, `places[starts[p + 1]]`.
 */
export interface TaskLinks {
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
}

/** What each of these tasks needs, in its order; unknown ids are left out. Ids must be unique. */
export function createTaskLinks(tasks: readonly GraphTask[]): TaskLinks {
  const placeOf = new Map<string, number>();
  let count = 0;
  for (const [place, { id, dependencies }] of tasks.entries()) {
    placeOf.set(id, place);
    count += dependencies.length;
  }
  const starts = new Uint32Array(tasks.length + 1);
  const places = new Uint32Array(count);
  let end = 0;
  for (const [place, { dependencies }] of tasks.entries()) {
    for (const id of dependencies) {
      const need = placeOf.get(id);
      if (need === undefined) continue;
      places[end] = need;
      end += 1;
    }
    starts[place + 1] = end;
  }
  return { starts, places: places.subarray(0, end) };
}

/** The places that the task at `place` is linked to. */
export function linksOf({ starts, places }: TaskLinks, place: number): Uint32Array {
  return places.subarray(starts[place], starts[place + 1]);
}

/** The same links the other way: by what each task is needed, in the order of the tasks. */
export function reverseLinks(links: TaskLinks): TaskLinks {
  const { starts, places } = links;
  const count = starts.length - 1;
  const ends = new Uint32Array(count + 1);
  for (const need of places) ends[need + 1] = (ends[need + 1] ?? 0) + 1;
  for (let place = 0; place < count; place += 1)
    ends[place + 1] = (ends[place + 1] ?? 0) + (ends[place] ?? 0);
  const reversed: TaskLinks = { starts: ends.slice(), places: new Uint32Array(places.length) };
  for (let place = 0; place < count; place += 1) {
    for (const need of linksOf(links, place)) {
      const end = ends[need] ?? 0;
      reversed.places[end] = place;
      ends[need] = end + 1;
    }
  }
  return reversed;
}

/** How many of what each task needs is not done yet. */
export function countOpenNeeds(tasks: readonly GraphTask[], needs: TaskLinks): Uint32Array {
  const isOpen = Uint8Array.from(tasks, ({ status }) => Number(!satisfiesDependency(status)));
  return Uint32Array.from(tasks, (_, place) => {
    let count = 0;
    for (const need of linksOf(needs, place)) count += isOpen[need] ?? 0;
    return count;
  });
}
