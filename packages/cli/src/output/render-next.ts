import type { NextTask, StoreSnapshot } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import { renderTable } from "./table.ts";
import { factsIn, taskTablePages } from "./task-table.ts";

export interface NextView {
  readonly tasks: readonly NextTask[];
  /** How many are ready in all. */
  readonly total: number;
  readonly snapshot: StoreSnapshot;
  readonly isExplained: boolean;
}

/** What could start now as a table, with the reasons of the order where they are wanted. */
export function renderNext({ tasks, total, snapshot, isExplained }: NextView, context: CliContext): string {
  if (tasks.length === 0) {
    return renderNothing(snapshot);
  }
  const table = isExplained
    ? renderReasons(tasks, context)
    : [
        ...taskTablePages(
          tasks.map(({ task }) => task),
          factsIn(snapshot),
          context,
        ),
      ].join("");
  return `${table}\n${context.out.dim(`${tasks.length} of ${total} ready`)}\n`;
}

function renderNothing({ tasks }: StoreSnapshot): string {
  const failed = tasks.filter(({ kind, status }) => kind === "task" && status === "failed").length;
  const rest = "done, taken, or waits for another (see `canary tasks list --blocked`)";
  if (failed === 0) return `Nothing is ready: every task is ${rest}.\n`;
  const count = `${failed} failed (see \`canary tasks list --status=failed\`; \`canary tasks reset ID\` makes one ready again)`;
  return `Nothing is ready: ${count}; every other task is ${rest}.\n`;
}

function renderReasons(tasks: readonly NextTask[], { out, columns }: CliContext): string {
  return renderTable<NextTask>(
    tasks,
    [
      { title: "ID", cell: ({ task }) => task.id, paint: out.accent },
      { title: "CHAIN", cell: ({ chainLength }) => String(chainLength) },
      { title: "PRIORITY", cell: ({ task }) => task.priority, isOptional: true },
      { title: "LINE", cell: ({ task }) => String(task.source.line), isOptional: true },
      { title: "WHY HERE", cell: reasonOf, isFlexible: true },
    ],
    { columns, out },
  );
}

function reasonOf({ task, chainLength, decidedBy }: NextTask): string {
  const chain =
    chainLength === 1 ? "nothing waits for it" : `${chainLength} tasks in a chain, it is the first`;
  switch (decidedBy) {
    case null:
      return chainLength === 1 ? chain : `the longest chain: ${chain}`;
    case "chain":
      return `a shorter chain: ${chain}`;
    case "priority":
      return `a chain as long, but only ${task.priority} priority`;
    case "order":
      return "the same chain and priority, but later in the document";
  }
}
