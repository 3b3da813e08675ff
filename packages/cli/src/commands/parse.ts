import { CanaryError, envelope, EXIT_CODES, formatDiagnostic } from "@canary/core";
import type { Diagnostic, PrdDocument } from "@canary/core";
import type { ParseReport } from "@canary/project";
import type { CliContext } from "../cli-context.ts";
import type { Command } from "../command.ts";
import { TABLE_JSON_YAML } from "../output/format.ts";
import type { Style } from "../output/style.ts";

/** `canary parse FILE`: the document, and its tasks into the store. */
export const parseCommand: Command = {
  path: ["parse"],
  summary: "parse a PRD and merge its tasks into the store",
  description:
    "Reads a Markdown PRD, reports what it found, and merges its tasks into .canary: what was done stays done. With -o json or yaml it prints the whole document.",
  arguments: [{ name: "file", description: "the Markdown file; canary.yaml's document when left out" }],
  options: [{ name: "dry-run", description: "parse and report; write nothing" }],
  formats: TABLE_JSON_YAML,
  examples: ["canary parse PRD.md", "canary parse PRD.md --dry-run", "canary parse PRD.md -o json"],
  run: async (input, context) => {
    const { openProject } = await import("@canary/project");
    const project = openProject({ cwd: context.cwd, clock: context.clock, configFile: context.configFile });
    const report = project.parseAndMerge(input.words[0], { isDryRun: input.flag("dry-run") });
    for (const diagnostic of report.document.diagnostics) context.say(renderDiagnostic(diagnostic, context));
    if (report.document.diagnostics.some(({ severity }) => severity === "error")) throw contentError(report);
    return {
      exitCode: EXIT_CODES.done,
      document: envelope("PrdDocument", report.document),
      text: () => renderSummary(report, context),
    };
  },
};

function contentError(report: ParseReport): CanaryError {
  const errors = report.document.diagnostics.filter(({ severity }) => severity === "error");
  return new CanaryError(
    `${report.file} has ${errors.length === 1 ? "an error" : `${errors.length} errors`} in its content; the store is unchanged`,
    {
      code: "CANARY_PRD_INVALID",
      hint: "Correct the lines named above, then parse again.",
      details: { diagnostics: errors },
    },
  );
}

function renderDiagnostic(diagnostic: Diagnostic, { err }: CliContext): string {
  const text = formatDiagnostic(diagnostic);
  if (diagnostic.severity === "error") return err.bad(text);
  return diagnostic.severity === "warning" ? err.warn(text) : err.dim(text);
}

function renderSummary(report: ParseReport, { out }: CliContext): string {
  const { document, merge, file } = report;
  const { checkboxes, tasks, criteria, fragments } = document.statistics;
  const counted = [
    `${count(tasks, "task", "tasks")} in ${count(document.phases.length, "phase", "phases")}`,
    count(criteria, "criterion", "criteria"),
    ...(fragments === 0 ? [] : [count(fragments, "fragment", "fragments")]),
  ].join(", ");
  const lines = [
    `${out.bold(document.metadata.title ?? file)} ${out.dim(file)}`,
    `  ${counted}; ${checkboxes.completed} of ${checkboxes.total} boxes ticked`,
    ...renderPhases(document).map((line) => `  ${line}`),
    merge === undefined ? out.dim("  dry run: nothing was written") : `  ${renderMerge(merge, out)}`,
  ];
  return `${lines.join("\n")}\n`;
}

function renderMerge(merge: NonNullable<ParseReport["merge"]>, out: Style): string {
  const { unchanged, ...changes } = merge;
  const isSame = Object.values(changes).every((ids) => ids.length === 0);
  if (isSame) return out.dim("store: nothing changed");
  const said = Object.entries({ ...changes, unchanged }).flatMap(([word, ids]) =>
    ids.length === 0 ? [] : [`${ids.length} ${word}`],
  );
  return out.good(`store: ${said.join(", ")}`);
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function renderPhases(document: PrdDocument): readonly string[] {
  const width = String(Math.max(0, ...document.phases.map(({ number }) => number))).length;
  return document.phases.map((phase) => {
    const own = document.tasks.filter((task) => task.phase === phase.id && task.kind === "task");
    const done = own.filter((task) => task.status === "completed").length;
    return `${String(phase.number).padStart(width)}  ${phase.title} (${phase.id})  ${done}/${own.length}`;
  });
}
