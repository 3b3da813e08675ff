import type { PlannedTask } from "../plan/plan.ts";
import { isDone } from "./finished-run.ts";
import type { TaskEnd } from "./task-end.ts";

export interface SchedulerOptions {
  readonly jobs: number;
  readonly keepGoing: boolean;
  readonly isInterrupted: () => boolean;
  /** Runs one task; does not reject for a failure. */
  readonly start: (task: PlannedTask, position: number) => Promise<TaskEnd>;
  /** Ends a task that never starts: `by` are the tasks that it waits for, or null after an interruption. */
  readonly skip: (task: PlannedTask, by: readonly TaskEnd[] | null) => TaskEnd;
}

/**
 * Runs tasks in the order of the plan: each after its dependencies, at most `jobs` at once, two that share a resource
 * never together. After the first that is not done nothing new starts (with `keepGoing`: nothing that depends on it),
 * and what runs is let finish.
 */
export class Scheduler {
  readonly #tasks: readonly PlannedTask[];
  readonly #options: SchedulerOptions;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #dependents: readonly number[][];
  readonly #open: number[];
  readonly #ready: number[] = [];
  readonly #held = new Set<string>();
  readonly #running = new Map<number, Promise<number>>();
  readonly #ends: (TaskEnd | undefined)[];
  readonly #stoppers: TaskEnd[] = [];
  #started = 0;

  constructor(tasks: readonly PlannedTask[], options: SchedulerOptions) {
    this.#tasks = tasks;
    this.#options = options;
    this.#indexOf = new Map(tasks.map(({ id }, index) => [id, index]));
    this.#dependents = tasks.map((): number[] => []);
    this.#open = tasks.map(({ dependencies }) => dependencies.length);
    this.#ends = tasks.map(() => undefined);
    for (const [index, task] of tasks.entries()) {
      if (task.dependencies.length === 0) this.#ready.push(index);
      for (const id of task.dependencies) this.#dependents[this.#indexOf.get(id) ?? -1]?.push(index);
    }
  }

  /** The ends of all tasks, in the order of the plan. */
  async run(): Promise<readonly TaskEnd[]> {
    for (;;) {
      this.#startReady();
      if (this.#running.size === 0) break;
      this.#finish(await Promise.race(this.#running.values()));
    }
    for (const [index, task] of this.#tasks.entries()) this.#ends[index] ??= this.#neverStarted(task);
    return this.#ends.filter((end) => end !== undefined);
  }

  #startReady(): void {
    const { jobs, keepGoing, isInterrupted } = this.#options;
    for (let at = 0; at < this.#ready.length && this.#running.size < jobs;) {
      if (isInterrupted() || (this.#stoppers.length > 0 && !keepGoing)) return;
      const index = this.#ready[at] ?? 0;
      const task = this.#tasks[index];
      if (task === undefined || task.resources.some((resource) => this.#held.has(resource))) {
        at += 1;
        continue;
      }
      this.#ready.splice(at, 1);
      this.#start(task, index);
    }
  }

  #start(task: PlannedTask, index: number): void {
    for (const resource of task.resources) this.#held.add(resource);
    this.#started += 1;
    const ended = this.#options.start(task, this.#started).then((end) => {
      this.#ends[index] = end;
      return index;
    });
    this.#running.set(index, ended);
  }

  #finish(index: number): void {
    this.#running.delete(index);
    for (const resource of this.#tasks[index]?.resources ?? []) this.#held.delete(resource);
    const end = this.#ends[index];
    if (end === undefined) return;
    if (!isDone(end.outcome)) {
      this.#stoppers.push(end);
      return;
    }
    for (const dependent of this.#dependents[index] ?? []) {
      const open = (this.#open[dependent] ?? 0) - 1;
      this.#open[dependent] = open;
      if (open === 0) this.#insert(dependent);
    }
  }

  /** Keeps the ready ones in the order of the plan. */
  #insert(index: number): void {
    const at = this.#ready.findIndex((other) => other > index);
    this.#ready.splice(at === -1 ? this.#ready.length : at, 0, index);
  }

  #neverStarted(task: PlannedTask): TaskEnd {
    if (this.#options.isInterrupted()) return this.#options.skip(task, null);
    const ends = task.dependencies.map((id) => this.#ends[this.#indexOf.get(id) ?? -1]);
    const own = ends.filter((end) => end !== undefined).filter(({ outcome }) => !isDone(outcome));
    return this.#options.skip(task, own.length > 0 ? own : this.#stoppers.slice(0, 1));
  }
}
