import { envelope, TASK_KINDS } from "@canary/core";
import { numberTasks, queryTasks } from "@canary/project/tasks";
import type { Command } from "../../command.ts";
import { exportCsv } from "../../output/export-csv.ts";
import { exportMarkdown } from "../../output/export-markdown.ts";
import { readContextTasks } from "../../read-context-tasks.ts";
import { FILTER_OPTIONS, readFilter } from "./task-filter.ts";

/** `canary tasks export`: everything that the store knows of the present, for other programs. */
export const tasksExportCommand: Command = {
  path: ["tasks", "export"],
  summary: "write the tasks as JSON, YAML, CSV or Markdown",
  description:
    "JSON and YAML hold documents, phases, tasks and archived tasks; CSV one task a line; Markdown a checklist that `canary parse` understands. Every kind of item and every document is in it unless options say otherwise.",
  arguments: [],
  options: FILTER_OPTIONS,
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
    const tasks = queryTasks(snapshot, { document: null, ...filter, ...everyKind });
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
