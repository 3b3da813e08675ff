import type { MeasuredReport } from "@canary/project/tasks";
import { durationOrDash, measureLines, phaseLabeller, progressBar } from "./report-lines.ts";

const HEAD = [
  "Phase",
  "Progress",
  "Done",
  "In progress",
  "Failed",
  "Criteria",
  "A day",
  "Median",
  "Left",
] as const;

/** The same report as Markdown, for a pull request or a status page. */
export function renderMarkdownReport(report: MeasuredReport): string {
  const labelOf = phaseLabeller(report);
  const rows = report.phases.map((phase) => {
    const { tasks, criteria, measures } = phase;
    return [
      labelOf(phase).replaceAll("|", "\\|"),
      `\`${progressBar(tasks)}\``,
      `${tasks.done}/${tasks.total}`,
      String(tasks.in_progress),
      String(tasks.failed),
      `${criteria.completed}/${criteria.total}`,
      String(measures.completedPerDay ?? "–"),
      durationOrDash(measures.medianDurationMs),
      durationOrDash(measures.estimate?.sequentialMs ?? null),
    ];
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  const table = [line(HEAD), line(HEAD.map(() => "---")), ...rows.map((row) => line(row))].join("");
  const facts = measureLines(report).map((each) => `- ${each}\n`);
  return `# Progress\n\n${facts.join("")}\n${table}`;
}
