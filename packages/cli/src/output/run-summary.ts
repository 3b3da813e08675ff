import type { RunResult, TaskResult } from "@canary/core";
import type { CliContext } from "../cli-context.ts";
import { formatDuration } from "./duration.ts";
import { signOf } from "./outcome-sign.ts";

const LAST_LINES = 12;

/** How a run ended: counts, then every task that needs attention with its command, last lines, log and hint. */
export function renderRunSummary(run: RunResult, context: CliContext): string {
  const { out } = context;
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
  const troubled = run.results.filter((result) => result.error !== null || result.outcome === "waiting");
  return head + troubled.map((result) => renderTrouble(result, context)).join("");
}

function renderTrouble(result: TaskResult, { out }: CliContext): string {
  const { error } = result;
  const lines = [`\n${signOf(result.outcome, out)} ${out.bold(result.task)} ${result.title}`];
  if (error !== null) {
    lines.push(`  ${out.bad(error.code)}: ${error.message}`);
    if (error.command !== null)
      lines.push(
        `  ${out.dim("command")} ${error.command.join(" ")}${error.exitCode === null ? "" : ` ${out.dim(`(exit ${error.exitCode})`)}`}`,
      );
  }
  const output = result.output
    .trimEnd()
    .split("\n")
    .slice(-LAST_LINES)
    .filter((line) => line !== "");
  lines.push(...output.map((line) => `  ${out.dim("│")} ${line}`));
  if (error?.log !== null && error?.log !== undefined) lines.push(`  ${out.dim("log")} ${error.log}`);
  if (error !== null) lines.push(`  ${out.accent("fix")} ${error.hint}`);
  return `${lines.join("\n")}\n`;
}
