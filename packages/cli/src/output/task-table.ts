import type { TaskStatus } from "@canary/core";
import type { StoreSnapshot, TaskRow } from "@canary/project/tasks";
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

/** The sign and the word of a status. */
export function statusLabel(status: TaskStatus): string {
  return `${STATUS_SIGNS[status]} ${status}`;
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

/** Tasks as a table that fits the terminal. */
export function renderTaskTable(
  tasks: readonly TaskRow[],
  { phases: known }: Pick<StoreSnapshot, "phases">,
  context: CliContext,
): string {
  const phases = new Map(known.map((phase) => [phase.id, phase]));
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
      { title: "PRIORITY", cell: (task) => task.priority },
      ...(kinds.size > 1 ? [{ title: "KIND", cell: (task: TaskRow) => task.kind }] : []),
      {
        title: "PHASE",
        cell: (task) => String((task.phase === null ? undefined : phases.get(task.phase)?.number) ?? "–"),
      },
      { title: "TITLE", cell: (task) => task.title, isFlexible: true },
    ],
    { columns: context.columns, paintTitle: context.out.dim },
  );
}
