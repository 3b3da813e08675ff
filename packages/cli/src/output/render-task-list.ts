import type { NumberedTasks, StoreSnapshot, TaskRow } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import { renderTaskTable } from "./task-table.ts";

export interface TaskListView {
  readonly tasks: readonly TaskRow[];
  /** How many match in all. */
  readonly total: number;
  /** The store that they are of; rows are only of stores with one document, which need no list of them. */
  readonly all: NumberedTasks & Pick<StoreSnapshot, "documents">;
  /** The document that was asked for; undefined for the default one, null for every one. */
  readonly document: string | null | undefined;
}

/** Tasks as a table with their count, and a word about documents that were not asked for. */
export function renderTaskList(view: TaskListView, context: CliContext): string {
  const { tasks, total, all } = view;
  const hint = otherDocuments(view, context);
  if (tasks.length === 0) return `No task matches.\n${hint}`;
  const done = tasks.filter((task) => task.status === "completed").length;
  const table = renderTaskTable(tasks, all, context);
  const count = `${total} ${total === 1 ? "task" : "tasks"}`;
  const shown = tasks.length === total ? count : `${tasks.length} of ${count}`;
  return `${table}\n${context.out.dim(`${shown}, ${done} completed`)}\n${hint}`;
}

function otherDocuments({ all, document }: TaskListView, { out }: CliContext): string {
  const others = all.documents.filter(({ id }) => id !== all.defaultDocument);
  if (document !== undefined || others.length === 0) return "";
  const names = others.map(({ id }) => id).join(", ");
  return out.dim(`of ${all.defaultDocument}; see also --document ${names}, or all\n`);
}
