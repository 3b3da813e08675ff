import type { StoreSnapshot, TaskRow } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import { taskTablePages } from "./task-table.ts";
import type { TableSource } from "./task-table.ts";

export interface TaskListView<Row extends TaskRow> {
  readonly tasks: readonly Row[];
  /** How many match in all. */
  readonly total: number;
  readonly source: TableSource<Row>;
  /** Documents beside the default one, where nobody asked for one. */
  readonly others: readonly string[];
  readonly defaultDocument: string;
}

/** Tasks as a table with their count, and a word about documents that were not asked for; in pieces, as it may be long. */
export function* renderTaskList<Row extends TaskRow>(
  view: TaskListView<Row>,
  context: CliContext,
): Generator<string> {
  const { tasks, total, source } = view;
  const hint = otherDocuments(view, context);
  if (tasks.length === 0) {
    yield `No task matches.\n${hint}`;
    return;
  }
  yield* taskTablePages(tasks, source, context);
  const done = tasks.filter((task) => task.status === "completed").length;
  const count = `${total} ${total === 1 ? "task" : "tasks"}`;
  const shown = tasks.length === total ? count : `${tasks.length} of ${count}`;
  yield `\n${context.out.dim(`${shown}, ${done} completed`)}\n${hint}`;
}

function otherDocuments(
  { others, defaultDocument }: Pick<TaskListView<TaskRow>, "others" | "defaultDocument">,
  { out }: CliContext,
): string {
  if (others.length === 0) return "";
  return out.dim(`of ${defaultDocument}; see also --document ${others.join(", ")}, or all\n`);
}

/** What a list that nobody asked for leaves out. */
export function otherDocumentsOf(
  { documents, defaultDocument }: Pick<StoreSnapshot, "documents" | "defaultDocument">,
  asked: string | null | undefined,
): readonly string[] {
  if (asked !== undefined) return [];
  return documents.map(({ id }) => id).filter((id) => id !== defaultDocument);
}
