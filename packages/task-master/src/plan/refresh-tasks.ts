import { satisfiesDependency } from "@canary/core";
import type { GraphTask } from "@canary/core";
import type { Plan, PlannedTask } from "./plan.ts";

/** Planned tasks with the status that they have by now, and what is still open outside of the plan. */
export function refreshTasks(
  { tasks: planned, direction }: Pick<Plan, "tasks" | "direction">,
  current: readonly GraphTask[],
): readonly PlannedTask[] {
  const statuses = new Map(current.map(({ id, status }) => [id, status]));
  const isOpen = (id: string): boolean =>
    direction === "undo"
      ? statuses.get(id) === "completed"
      : !satisfiesDependency(statuses.get(id) ?? "pending");
  return planned.map((task) => ({
    ...task,
    status: statuses.get(task.id) ?? task.status,
    openOutside: task.openOutside.filter(isOpen),
  }));
}
