import { appendFileSync } from "node:fs";
import type { TaskResult } from "@canary/core";
import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import type { ReportedRun } from "./reported-run.ts";

/** GitHub cuts a step's summary at 1 MiB; logs are cut long before. */
const LOG_LINES = 40;

/**
 * Tells GitHub Actions: an annotation for each task that did not do well, on stderr (its runner reads both streams), and
 * the step's summary where there is a file for it.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function tellGithub(
  run: ReportedRun,
  summary: string | undefined,
  { say }: Pick<CliContext, "say">,
): void {
  for (const result of run.result.results) {
    const level = levelOf(result);
    if (level === undefined || result.error === null) continue;
    const source = run.tasks.get(result.task)?.source;
    const place = source === undefined ? {} : { file: source.file, line: String(source.line) };
    say(command(level, { ...place, title: `${result.task} ${result.outcome}` }, result.error.message));
  }
  if (summary !== undefined) appendFileSync(summary, renderSummary(run));
}

function levelOf({ outcome }: TaskResult): "error" | "warning" | undefined {
  if (outcome === "failed" || outcome === "timed_out" || outcome === "interrupted") return "error";
  return outcome === "waiting" ? "warning" : undefined;
}

function command(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const words = Object.entries(properties).map(
    ([key, value]) => `${key}=${escape(value).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${name} ${words.join(",")}::${escape(message)}`;
}

function escape(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function renderSummary({ result }: ReportedRun): string {
  const { phase, environment, success, durationMs, results, run } = result;
  const rows = results.map(
    ({ task, title, outcome, durationMs: took }) =>
      `| ${outcome} | ${cell(task)} | ${cell(title)} | ${formatDuration(took)} |`,
  );
  return [
    `### canary: ${phase ?? "run"} ${success ? "done" : "not done"}`,
    "",
    `Environment ${environment}, ${formatDuration(durationMs)}, run ${run}`,
    "",
    "| outcome | task | title | took |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    ...results.filter((one) => levelOf(one) !== undefined).flatMap(renderTrouble),
    "",
  ].join("\n");
}

function renderTrouble({ task, error, output }: TaskResult): readonly string[] {
  if (error === null) return [];
  const log = output.trimEnd().split("\n").slice(-LOG_LINES).join("\n");
  const [message = ""] = error.message.split("\n");
  const fence = "`".repeat(Math.max(3, ...[...log.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [
    `<details><summary>${html(task)}: ${html(message)}</summary>`,
    "",
    fence,
    log,
    fence,
    "",
    html(error.hint),
    "",
    "</details>",
    "",
  ];
}

function cell(text: string): string {
  return html(text).replaceAll("|", "\\|").replaceAll("\n", " ");
}

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
