import type { MeasuredReport } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import { durationOrDash, measureLines, phaseLabeller, progressBar } from "./report-lines.ts";
import { renderTable } from "./table.ts";

/** The progress of each phase as a table, and what was measured of the whole. */
export function renderReport(report: MeasuredReport, { out, columns }: CliContext): string {
  const table = renderTable<MeasuredReport["phases"][number]>(
    report.phases,
    [
      { title: "PHASE", cell: phaseLabeller(report), isFlexible: true },
      { title: "PROGRESS", cell: ({ tasks }) => progressBar(tasks), isOptional: true },
      { title: "DONE", cell: ({ tasks }) => `${tasks.done}/${tasks.total}` },
      { title: "RUNNING", cell: ({ tasks }) => String(tasks.in_progress), isOptional: true },
      {
        title: "FAILED",
        cell: ({ tasks }) => String(tasks.failed),
        paint: (text, { tasks }) => (tasks.failed > 0 ? out.bad(text) : text),
      },
      {
        title: "CRITERIA",
        cell: ({ criteria }) => `${criteria.completed}/${criteria.total}`,
        isOptional: true,
      },
      { title: "A DAY", cell: ({ measures }) => String(measures.completedPerDay ?? "–"), isOptional: true },
      {
        title: "MEDIAN",
        cell: ({ measures }) => durationOrDash(measures.medianDurationMs),
        isOptional: true,
      },
      {
        title: "LEFT",
        cell: ({ measures }) => durationOrDash(measures.estimate?.sequentialMs ?? null),
        isOptional: true,
      },
    ],
    { columns, out },
  );
  const [head = "", ...rest] = measureLines(report);
  return `${table}\n${[out.bold(head), ...rest].join("\n")}\n`;
}
