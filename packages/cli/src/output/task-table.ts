import { TASK_STATUSES } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import { numberTasks } from "@canary/project/tasks";
import type { NumberedTasks, TaskRow } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";

/** One sign a status, for people who read tables at a glance; the word stands beside it. */
const STATUS_SIGNS: Readonly<Record<TaskStatus, string>> = {
  pending: "○",
  in_progress: "◐",
  completed: "●",
  failed: "✖",
  skipped: "–",
};

const STATUS_LABELS = new Map(TASK_STATUSES.map((status) => [status, `${STATUS_SIGNS[status]} ${status}`]));

/** The sign and the word of a status. */
export function statusLabel(status: TaskStatus): string {
  return STATUS_LABELS.get(status) ?? status;
}

/** Colours a text by the status it is about. */
export function paintStatus(style: Style, text: string, status: TaskStatus): string {
  switch (status) {
    case "completed":
      return style.good(text);
    case "failed":
      return style.bad(text);
    case "in_progress":
      return style.accent(text);
    case "skipped":
      return style.dim(text);
    case "pending":
      return text;
  }
}

/** The number of a task, such as `2.3`; that of its phase where it has none. */
function createNumberReader(all: NumberedTasks): (task: TaskRow) => string {
  const phases = new Map(all.phases.map((phase) => [phase.id, phase.number]));
  const numbers = numberTasks(all);
  return ({ id, phase }) =>
    numbers.get(id) ?? String((phase === null ? undefined : phases.get(phase)) ?? "–");
}

/** Tasks as a table that fits the terminal; `all` are those of the store that they are of. */
export function renderTaskTable(tasks: readonly TaskRow[], all: NumberedTasks, context: CliContext): string {
  const numberOf = createNumberReader(all);
  const kinds = new Set(tasks.map((task) => task.kind));
  return renderTable<TaskRow>(
    tasks,
    [
      { title: "ID", cell: (task) => task.id, paint: (text) => context.out.accent(text) },
      {
        title: "STATUS",
        cell: (task) => statusLabel(task.status),
        paint: (text, task) => paintStatus(context.out, text, task.status),
      },
      { title: "PRIORITY", cell: (task) => task.priority, isOptional: true },
      ...(kinds.size > 1 ? [{ title: "KIND", cell: (task: TaskRow) => task.kind, isOptional: true }] : []),
      { title: "NO", cell: numberOf, isOptional: true },
      { title: "TITLE", cell: (task) => task.title, isFlexible: true },
    ],
    { columns: context.columns, paintTitle: context.out.dim },
  );
}
