import { relative } from "node:path";
import type { RunResult, TaskResult } from "@canary/core";
import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { signOf } from "./outcome-sign.ts";

const LAST_LINES = 12;

/** How a run ended: counts, then every task that needs attention with its command, last lines, log and hint. */
export function renderRunSummary(run: RunResult, context: CliContext): string {
  const { out } = context;
  if (run.results.length === 0) return "Nothing was run: no task of this choice can start now.\n";
  const count = (outcome: string): number =>
    run.results.filter((result) => result.outcome === outcome).length;
  const verdict = run.success ? out.good("done") : out.bad("not done");
  const parts = (
    [
      "ok",
      "changed",
      "skipped",
      "failed",
      "timed_out",
      "interrupted",
      "cancelled",
      "waiting",
      "blocked",
    ] as const
  )
    .map((outcome) => [count(outcome), outcome] as const)
    .filter(([number, outcome]) => number > 0 || outcome === "ok" || outcome === "changed")
    .map(([number, outcome]) => `${number} ${outcome}`);
  const head = `${out.bold(run.phase ?? "run")} ${verdict}: ${parts.join(", ")} ${out.dim(`in ${formatDuration(run.durationMs)}, environment ${run.environment}`)}\n`;
  const skipped = run.results.filter(({ outcome }) => outcome === "skipped");
  const others = run.results.filter(({ error, outcome }) => error !== null && !hasLog(outcome));
  const troubled = run.results.filter(({ error, outcome }) => error !== null && hasLog(outcome));
  return [
    head,
    ...skipped.map((one) => renderSkipped(one, context)),
    ...others.map((one) => renderOther(one, context)),
    ...troubled.map((one) => renderTrouble(one, context)),
    renderNext(run, context),
  ].join("");
}

/** What ran and has something to show for it: printed last, with its log. */
function hasLog(outcome: TaskResult["outcome"]): boolean {
  return outcome === "failed" || outcome === "timed_out" || outcome === "interrupted";
}

/** A task that was left out, and why. */
function renderSkipped({ task, title, output }: TaskResult, { out }: CliContext): string {
  return `${signOf("skipped", out)} ${out.bold(task)} ${title} ${out.dim(`skipped: ${output}`)}\n`;
}

/** A task that did not run, or waits: its first line, and what to do where it is a person's turn. */
function renderOther({ task, outcome, title, error }: TaskResult, { out }: CliContext): string {
  const [first = "", ...details] = error?.message.split("\n") ?? [];
  const line = `${signOf(outcome, out)} ${out.bold(task)} ${title} ${out.dim(`${outcome}: ${first}`)}\n`;
  if (outcome !== "waiting") return line;
  const more = details.map((detail) => `  ${detail}\n`).join("");
  return `${line}${more}  ${out.accent("next")} ${error?.hint ?? ""}\n`;
}

/** The log of what failed, once: the message's own copy of it is left out. */
function renderTrouble(result: TaskResult, { out, cwd }: CliContext): string {
  const { error, task, title, outcome } = result;
  if (error === null) return "";
  const [message = "", ...rest] = error.message.split("\n");
  const output = result.output.trimEnd() === "" ? rest : result.output.trimEnd().split("\n");
  const lines = [
    `\n${signOf(outcome, out)} ${out.bold(task)} ${title}`,
    `  ${out.bad(error.code)}: ${message}`,
    ...output
      .filter((line) => line !== "")
      .slice(-LAST_LINES)
      .map((line) => `  ${out.dim("│")} ${line}`),
    ...(error.log === null || error.log === "" ? [] : [`  ${out.dim("log")} ${relative(cwd, error.log)}`]),
    `  ${out.accent("fix")} ${error.hint}`,
  ];
  return `${lines.join("\n")}\n`;
}

function renderNext({ run, success, results }: RunResult, { out }: CliContext): string {
  if (success || results.some(({ outcome }) => outcome === "waiting")) return "";
  const next = out.accent("next");
  return `\n${next} canary run --resume ${run} ${out.dim("goes on from there;")} canary runs logs ${run} ${out.dim("has all that was printed")}\n`;
}
