import { PRIORITIES, TASK_STATUSES } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import { numberTasks, ownerOf } from "@canary/project/tasks";
import type { NumberedTasks, StoredTask, TaskRow } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import type { Style } from "./style.ts";
import { tablePages } from "./table.ts";

/** One sign a status, for people who read tables at a glance; the word stands beside it. */
const STATUS_SIGNS: Readonly<Record<TaskStatus, string>> = {
  pending: "○",
  in_progress: "◐",
  completed: "●",
  failed: "✖",
  skipped: "–",
};

const STATUS_LABELS = new Map(TASK_STATUSES.map((status) => [status, `${STATUS_SIGNS[status]} ${status}`]));

const WIDEST_STATUS = Math.max(...[...STATUS_LABELS.values()].map((label) => label.length));
const WIDEST_PRIORITY = Math.max(...PRIORITIES.map((priority) => priority.length));

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

/** What a table says of a task where there is such a thing. */
export interface TaskFacts<Row extends TaskRow> {
  /** Such as `2.3`. */
  readonly numberOf: (task: Row) => string | undefined;
  readonly ownerOf: (task: Row) => string | undefined;
  /** Whether every text of every task is known to take one terminal cell a character. */
  readonly arePlain: boolean;
}

/** Those of the tasks of a whole store. */
export function factsIn(all: NumberedTasks): TaskFacts<StoredTask> {
  const numbers = numberTasks(all);
  return { numberOf: ({ id }) => numbers.get(id), ownerOf, arePlain: false };
}

/** Tasks as a table that fits the terminal, in pieces. */
export function taskTablePages<Row extends TaskRow>(
  tasks: readonly Row[],
  { numberOf, ownerOf: owner, arePlain }: TaskFacts<Row>,
  context: CliContext,
): Generator<string> {
  const hasKinds = tasks.some(({ kind }) => kind !== tasks[0]?.kind);
  const hasOwners = tasks.some((task) => owner(task) !== undefined);
  return tablePages<Row>(
    tasks,
    [
      { title: "ID", cell: (task) => task.id, arePlain, paint: (text) => context.out.accent(text) },
      {
        title: "STATUS",
        cell: (task) => statusLabel(task.status),
        widest: WIDEST_STATUS,
        paint: (text, task) => paintStatus(context.out, text, task.status),
      },
      { title: "PRIORITY", cell: (task) => task.priority, widest: WIDEST_PRIORITY, isOptional: true },
      ...(hasKinds ? [{ title: "KIND", cell: (task: Row) => task.kind, isOptional: true }] : []),
      ...(hasOwners ? [{ title: "OWNER", cell: (task: Row) => owner(task) ?? "–", isOptional: true }] : []),
      { title: "NO", cell: (task) => numberOf(task) ?? "–", arePlain, isOptional: true },
      { title: "TITLE", cell: (task) => task.title, arePlain, isFlexible: true },
    ],
    context,
  );
}
