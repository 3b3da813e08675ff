import { relative } from "node:path";
import { envelope } from "@canary/core";
import type { RunDetail } from "@canary/project/run";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { formatDuration } from "../../output/duration.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { signOf } from "../../output/outcome-sign.ts";
import { paintRunStatus } from "../../output/run-status.ts";

/** `canary runs show [RUN]`: how a run went, task by task, with the log of each attempt. */
export const runsShowCommand: Command = {
  path: ["runs", "show"],
  summary: "show a run: tasks, outcomes, attempts, logs, approvals",
  arguments: [
    { name: "run", description: "id, or a unique beginning or end of it; the latest when left out" },
  ],
  options: [],
  formats: TABLE_JSON_YAML,
  examples: ["canary runs show", "canary runs show 01K9ZQ -o json"],
  run: async (input, context) => {
    const { openRuns } = await import("@canary/project/run");
    const run = openRuns(context).show(input.words[0]);
    return { document: envelope("Run", run), text: () => renderRun(run, context) };
  },
};

function renderRun(run: RunDetail, context: CliContext): string {
  const { out } = context;
  const row = (name: string, value: string): string => `  ${out.dim(name.padEnd(12))} ${value}`;
  const lines = [
    `${out.bold(`Run ${run.run}`)} ${paintRunStatus(run.status, run, out)}`,
    row("what", `${run.direction === "undo" ? "undo " : ""}${run.phase ?? "some tasks"}`),
    row("environment", run.environment ?? "–"),
    row("started", run.startedAt ?? "–"),
    row(
      "ended",
      run.endedAt === null
        ? "–"
        : `${run.endedAt} ${out.dim(`after ${formatDuration(run.durationMs ?? 0)}`)}`,
    ),
    row("folder", relative(context.cwd, run.directory)),
    "",
    ...run.results.flatMap((result) => renderResult(result, context)),
    ...renderApprovals(run, context),
    ...nextOf(run, context),
  ];
  return `${lines.join("\n")}\n`;
}

function renderResult(result: RunDetail["results"][number], { out, cwd }: CliContext): readonly string[] {
  const { task, title, outcome, durationMs, message, attempts } = result;
  const how = outcome === null ? out.dim("not ended") : outcome;
  const time = durationMs === null ? "" : out.dim(` ${formatDuration(durationMs)}`);
  const sign = outcome === null ? out.dim("·") : signOf(outcome, out);
  return [
    `  ${sign} ${out.bold(task)} ${title ?? ""} ${how}${time}`,
    ...(message === null ? [] : [`      ${message}`]),
    ...attempts.map(
      (one) =>
        `      ${out.dim(`${one.step}, attempt ${one.attempt}: ${one.outcome ?? "not ended"}`)} ${relative(cwd, one.log)}`,
    ),
  ];
}

function renderApprovals({ approvals }: RunDetail, { out }: CliContext): readonly string[] {
  if (approvals.length === 0) return [];
  return [
    "",
    out.bold("Approved"),
    ...approvals.map(
      ({ task, by, reason, expiresAt }) =>
        `  ${task} by ${by}${reason === null ? "" : `: ${reason}`} ${out.dim(`until ${expiresAt}`)}`,
    ),
  ];
}

function nextOf({ run, status, waitingFor }: RunDetail, { out }: CliContext): readonly string[] {
  const next = out.accent("next");
  if (waitingFor.length > 0) {
    return [
      "",
      ...waitingFor.flatMap(({ task, message }) => [
        `${out.warn("?")} ${task}: ${message}`,
        `  ${next} canary approve ${run} ${task} --by NAME, then canary run --resume ${run}`,
      ]),
    ];
  }
  if (status === "done" || status === "running") return [];
  return ["", `  ${next} canary run --resume ${run}`];
}
