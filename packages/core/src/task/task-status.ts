export const TASK_STATUSES = ["pending", "in_progress", "completed", "failed", "skipped"] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

const ALIASES: ReadonlyMap<string, TaskStatus> = new Map(
  Object.entries({
    todo: "pending",
    open: "pending",
    "in-progress": "in_progress",
    inprogress: "in_progress",
    doing: "in_progress",
    done: "completed",
    complete: "completed",
  } as const),
);

/** The status that a person's word means, or undefined; `in-progress`, `done` and `todo` are understood. */
export function parseTaskStatus(text: string): TaskStatus | undefined {
  const word = text.trim().toLowerCase();
  return TASK_STATUSES.find((status) => status === word) ?? ALIASES.get(word);
}

/** Whether a task that depends on one of this status may start. The only place that decides it. */
export function satisfiesDependency(status: TaskStatus): boolean {
  return status === "completed" || status === "skipped";
}
