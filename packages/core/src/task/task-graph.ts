import { createTaskLinks } from "./task-links.ts";
import type { GraphTask, TaskLinks } from "./task-links.ts";
import { satisfiesDependency } from "./task-status.ts";

/** Tasks by id with their edges both ways; dependencies on unknown ids are left out. */
export interface TaskGraph<T extends GraphTask = GraphTask> {
  readonly tasks: ReadonlyMap<string, T>;
  readonly dependents: ReadonlyMap<string, readonly string[]>;
}

/** Builds the graph of these tasks; ids must be unique. */
export function createTaskGraph<T extends GraphTask>(tasks: readonly T[]): TaskGraph<T> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const dependents = new Map<string, string[]>(tasks.map((task) => [task.id, []]));
  for (const task of tasks) {
    for (const dependency of task.dependencies) dependents.get(dependency)?.push(task.id);
  }
  return { tasks: byId, dependents };
}

/** The dependencies of `task` that are not satisfied yet, in the task's order. */
export function openDependencies<T extends GraphTask>(graph: TaskGraph<T>, task: GraphTask): readonly T[] {
  return task.dependencies
    .map((id) => graph.tasks.get(id))
    .filter((dependency) => dependency !== undefined)
    .filter((dependency) => !satisfiesDependency(dependency.status));
}

/** Pending, and every dependency satisfied. */
export function isReady<T extends GraphTask>(graph: TaskGraph<T>, task: GraphTask): boolean {
  return task.status === "pending" && openDependencies(graph, task).length === 0;
}

/** One cycle as the ids along it, the first repeated at the end; undefined when there is none. */
export function findCycle<T extends GraphTask>(
  graph: Pick<TaskGraph<T>, "tasks">,
): readonly string[] | undefined {
  const tasks = [...graph.tasks.values()];
  const cycle = findCycleAmong([...tasks.keys()], createTaskLinks(tasks));
  return cycle?.flatMap((place) => tasks[place]?.id ?? []);
}

const ON_PATH = 1;
const DONE = 2;

/**
 * One cycle among the tasks at these places, as the places along it, the first repeated at the end; `needs` may link them
 * to others. Depth first with an explicit stack, so that a chain of any length cannot overflow.
 */
export function findCycleAmong(
  members: readonly number[],
  { starts, places }: TaskLinks,
): readonly number[] | undefined {
  const state = new Uint8Array(starts.length).fill(DONE);
  for (const member of members) state[member] = 0;
  const next = starts.slice();
  const path: number[] = [];
  for (const start of members) {
    if (state[start] !== DONE) path.push(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      state[top] = ON_PATH;
      const at = next[top] ?? 0;
      next[top] = at + 1;
      const need = at < (starts[top + 1] ?? 0) ? places[at] : undefined;
      if (need === undefined) {
        state[top] = DONE;
        path.pop();
      } else if (state[need] === ON_PATH) return [...path.slice(path.indexOf(need)), need];
      else if (state[need] !== DONE) path.push(need);
    }
  }
  return undefined;
}

/** The tasks so that each comes after its dependencies, otherwise in the given order. Cycles must have been refused before. */
export function orderByDependencies<T extends GraphTask>(tasks: readonly T[]): readonly T[] {
  const graph = createTaskGraph(tasks);
  const placed = new Set<string>();
  const ordered: T[] = [];
  const place = (first: T): void => {
    const path = [{ task: first, next: 0 }];
    const onPath = new Set([first.id]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const id = top.task.dependencies[top.next];
      top.next += 1;
      if (id === undefined) {
        path.pop();
        placed.add(top.task.id);
        ordered.push(top.task);
        continue;
      }
      const dependency = graph.tasks.get(id);
      if (dependency === undefined || placed.has(id) || onPath.has(id)) continue;
      path.push({ task: dependency, next: 0 });
      onPath.add(id);
    }
  };
  for (const task of tasks) if (!placed.has(task.id)) place(task);
  return ordered;
}
