import { envelope } from "@canary/core";
import { readTasks, reportProgress } from "@canary/project/tasks";
import { projectFolderOf } from "../../project-folder.ts";
import type { ProgressReport } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { renderTable } from "../../output/table.ts";

const BAR_WIDTH = 20;

/** `canary tasks report`: progress of each phase. */
export const tasksReportCommand: Command = {
  path: ["tasks", "report"],
  summary: "progress of each phase",
  arguments: [],
  options: [],
  formats: TABLE_JSON_YAML,
  examples: ["canary tasks report", "canary tasks report -o json"],
  run: (_input, context) => {
    const report = reportProgress(readTasks({ cwd: projectFolderOf(context), clock: context.clock }));
    return { document: envelope("Report", report), text: () => renderReport(report, context) };
  },
};

function renderReport(report: ProgressReport, context: CliContext): string {
  const { out } = context;
  const table = renderTable<ProgressReport["phases"][number]>(
    report.phases,
    [
      {
        title: "PHASE",
        cell: ({ number, title }) => `${number === null ? "–" : number} ${title}`,
        isFlexible: true,
      },
      { title: "PROGRESS", cell: ({ tasks }) => bar(tasks.completed + tasks.skipped, tasks.total) },
      { title: "DONE", cell: ({ tasks }) => `${tasks.completed + tasks.skipped}/${tasks.total}` },
      { title: "RUNNING", cell: ({ tasks }) => String(tasks.in_progress) },
      {
        title: "FAILED",
        cell: ({ tasks }) => String(tasks.failed),
        paint: (text, { tasks }) => (tasks.failed > 0 ? out.bad(text) : text),
      },
      { title: "CRITERIA", cell: ({ criteria }) => `${criteria.completed}/${criteria.total}` },
    ],
    { columns: context.columns, paintTitle: out.dim },
  );
  const { tasks } = report.total;
  const percent = tasks.total === 0 ? 0 : Math.floor((100 * (tasks.completed + tasks.skipped)) / tasks.total);
  return `${table}\n${out.bold(`${percent} %`)} of ${tasks.total} tasks done\n`;
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? 0 : Math.floor((BAR_WIDTH * done) / total);
  return `${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}`;
}
