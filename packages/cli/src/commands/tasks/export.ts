import { CanaryError, envelope, TASK_KINDS } from "@canary/core";
import { numberTasks, queryTasks } from "@canary/project/tasks";
import type { StoreSnapshot } from "@canary/project/tasks";
import type { Command, OptionSpec } from "../../command.ts";
import { exportCsv } from "../../output/export-csv.ts";
import { exportMarkdown } from "../../output/export-markdown.ts";
import { readContextTasks } from "../../read-context-tasks.ts";
import { FILTER_OPTIONS, readFilter } from "./task-filter.ts";

/** What is meant here where an option is left out. */
const DEFAULTS: Readonly<Record<string, Pick<OptionSpec, "description">>> = {
  kind: { description: "of one of these kinds; all is the default" },
  document: { description: "of this document; all, which is the default but for Markdown, for every one" },
};

/** `canary tasks export`: everything that the store knows of the present, for other programs. */
export const tasksExportCommand: Command = {
  path: ["tasks", "export"],
  summary: "write the tasks as JSON, YAML, CSV or Markdown",
  description:
    "JSON and YAML hold documents, phases, tasks and archived tasks; CSV one task a line; Markdown a checklist of one document that `canary parse` understands. Every kind of item is in it, and in all but Markdown every document, unless options say otherwise.",
  arguments: [],
  options: FILTER_OPTIONS.map((option) => ({ ...option, ...DEFAULTS[option.name] })),
  formats: ["json", "yaml", "csv", "markdown"],
  examples: [
    "canary tasks export",
    "canary tasks export -o csv --kind task",
    "canary tasks export -o markdown --phase=2",
  ],
  run: (input, context) => {
    const snapshot = readContextTasks(context);
    const filter = readFilter(input, snapshot, context.clock.now());
    const everyKind = input.values("kind").length === 0 ? { kind: TASK_KINDS } : {};
    const isMarkdown = context.format === "markdown";
    if (isMarkdown) refuseSeveral(filter.document, snapshot);
    const everyDocument = isMarkdown ? {} : { document: null };
    const tasks = queryTasks(snapshot, { ...everyDocument, ...filter, ...everyKind });
    const { documents, defaultDocument, phases, archived } = snapshot;
    const numbers = numberTasks(snapshot);
    return {
      document: envelope("TaskExport", {
        defaultDocument,
        documents: documents.map(({ id, file, metadata }) => ({ id, file, metadata })),
        phases,
        tasks: tasks.map((task) => ({ ...task, number: numbers.get(task.id) ?? null })),
        archived,
      }),
      text: () => (context.format === "csv" ? exportCsv(tasks, numbers) : exportMarkdown(tasks, snapshot)),
    };
  },
};

/** Ids are of one document: in one checklist they would meet. */
function refuseSeveral(asked: string | null | undefined, { documents }: StoreSnapshot): void {
  if (asked !== null || documents.length <= 1) return;
  throw new CanaryError("a Markdown checklist is of one document, and --document all means several", {
    code: "CANARY_USAGE",
    hint: `Export each by itself: --document ${documents.map(({ id }) => id).join(", --document ")}`,
  });
}
