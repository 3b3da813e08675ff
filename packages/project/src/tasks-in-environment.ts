import type { TaskStatus } from "@canary/core";
import type { StoredTask } from "@canary/task-manager";
import type { Plan } from "@canary/task-master";
import type { RunEnvironment } from "./run-environment.ts";

/** An environment, whether the status of tasks tells about it, and which way a run goes there. */
export interface RunPlace extends Pick<RunEnvironment, "name" | "decidesStatus"> {
  readonly direction: Plan["direction"];
}

/**
 * The tasks as plans and runs in this environment see them. Where the status tells about another one, evidence that was
 * stored for this one counts as completed, too; and what has none here is nothing that an undo has to respect.
 */
export function tasksInEnvironment(
  tasks: readonly StoredTask[],
  { name, decidesStatus, direction }: RunPlace,
): readonly StoredTask[] {
  if (decidesStatus) return tasks;
  const statusOf = ({ status, evidence = {} }: StoredTask): TaskStatus => {
    if (Object.hasOwn(evidence, name)) return "completed";
    return direction === "undo" && status === "completed" ? "pending" : status;
  };
  return tasks.map((task) => ({ ...task, status: statusOf(task) }));
}

/** Pending tasks that a run or an undo was interrupted in: something of them may be there. */
export function interruptedTasks(tasks: readonly StoredTask[]): ReadonlySet<string> {
  const found = tasks.filter(
    ({ status, run, message }) => status === "pending" && run?.status === "pending" && message !== undefined,
  );
  return new Set(found.map(({ id }) => id));
}
