import { satisfiesDependency } from "@canary/core";
import type { GraphTask } from "@canary/core";
import type { PlannedTask } from "./plan.ts";

/** Planned tasks with the status that they have by now, and what is still open outside of the plan. */
export function refreshTasks(
  planned: readonly PlannedTask[],
  current: readonly GraphTask[],
): readonly PlannedTask[] {
  const statuses = new Map(current.map(({ id, status }) => [id, status]));
  const isOpen = (id: string): boolean => !satisfiesDependency(statuses.get(id) ?? "pending");
  return planned.map((task) => ({
    ...task,
    status: statuses.get(task.id) ?? task.status,
    openOutside: task.openOutside.filter(isOpen),
  }));
}
