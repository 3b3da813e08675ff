import { satisfiesDependency } from "./task-status.ts";
import type { PrdTask } from "./task.ts";

/** What a graph needs of a task. */
export type GraphTask = Pick<PrdTask, "id" | "dependencies" | "status">;

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
  const done = new Set<string>();
  for (const start of graph.tasks.keys()) {
    const cycle = done.has(start) ? undefined : cycleFrom(graph, start, done);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** Depth first with an explicit stack, so that a chain of any length cannot overflow. */
function cycleFrom(
  graph: Pick<TaskGraph, "tasks">,
  start: string,
  done: Set<string>,
): readonly string[] | undefined {
  const path: { id: string; next: number }[] = [];
  const onPath = new Set<string>();
  const enter = (id: string): void => {
    path.push({ id, next: 0 });
    onPath.add(id);
  };
  enter(start);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const dependency = graph.tasks.get(top.id)?.dependencies[top.next];
    top.next += 1;
    if (dependency === undefined) {
      path.pop();
      onPath.delete(top.id);
      done.add(top.id);
    } else if (onPath.has(dependency)) {
      const ids = path.map(({ id }) => id);
      return [...ids.slice(ids.indexOf(dependency)), dependency];
    } else if (graph.tasks.has(dependency) && !done.has(dependency)) {
      enter(dependency);
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
