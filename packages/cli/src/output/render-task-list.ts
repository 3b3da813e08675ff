import type { StoreSnapshot, TaskFilter, TaskRow } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import { taskTablePages } from "./task-table.ts";
import type { TaskFacts } from "./task-table.ts";

export interface TaskListView<Row extends TaskRow> {
  readonly tasks: readonly Row[];
  /** How many match in all. */
  readonly total: number;
  readonly facts: TaskFacts<Row>;
  /** The document that the tasks are of. */
  readonly document: string;
  /** The others, where nobody asked for one. */
  readonly others: readonly string[];
}

/** Tasks as a table with their count, and a word about documents that were not asked for; in pieces, as it may be long. */
export function* renderTaskList<Row extends TaskRow>(
  view: TaskListView<Row>,
  context: CliContext,
): Generator<string> {
  const { tasks, total, facts } = view;
  const hint = otherDocuments(view, context);
  if (tasks.length === 0) {
    yield `No task matches.\n${hint}`;
    return;
  }
  yield* taskTablePages(tasks, facts, context);
  const done = tasks.filter((task) => task.status === "completed").length;
  const count = `${total} ${total === 1 ? "task" : "tasks"}`;
  const shown = tasks.length === total ? count : `${tasks.length} of ${count}`;
  yield `\n${context.out.dim(`${shown}, ${done} completed`)}\n${hint}`;
}

function otherDocuments(
  { others, document }: Pick<TaskListView<TaskRow>, "others" | "document">,
  { out }: CliContext,
): string {
  if (others.length === 0) return "";
  return out.dim(`of ${document}; see also --document ${others.join(", ")}, or all\n`);
}

/** The document that a list is of where nobody named one, that of the phase or the default one, and those it leaves out. */
export function documentsOf(
  { documents, defaultDocument, phases }: Pick<StoreSnapshot, "documents" | "defaultDocument" | "phases">,
  { document: asked, phase }: Pick<TaskFilter, "document" | "phase">,
): Pick<TaskListView<TaskRow>, "document" | "others"> {
  const document = phases.find(({ id }) => id === phase)?.document ?? defaultDocument;
  if (asked !== undefined) return { document, others: [] };
  return { document, others: documents.map(({ id }) => id).filter((id) => id !== document) };
}
