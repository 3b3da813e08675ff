import { envelope, OUTCOMES } from "@canary/core";
import type { RunView } from "@canary/project/run";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { formatDuration } from "../../output/duration.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { paintRunStatus } from "../../output/run-status.ts";
import { renderTable } from "../../output/table.ts";

const DEFAULT_LIMIT = 20;

/** `canary runs list`: what was run here, the latest first. */
export const runsListCommand: Command = {
  path: ["runs", "list"],
  summary: "list the runs of this project, the latest first",
  arguments: [],
  options: [{ name: "limit", value: "N", description: `at most N runs; ${DEFAULT_LIMIT} is the default` }],
  formats: TABLE_JSON_YAML,
  examples: ["canary runs list", "canary runs list --limit 100 -o json"],
  run: async (input, context) => {
    const { openRuns } = await import("@canary/project/run");
    const limit = parseCount(input.value("limit"), { option: "limit", fallback: DEFAULT_LIMIT, least: 1 });
    const runs = openRuns(context).list(limit);
    return { document: envelope("RunList", { runs }), text: () => renderRuns(runs, context) };
  },
};

function renderRuns(runs: readonly RunView[], { out, columns }: CliContext): string {
  if (runs.length === 0) return "There is no run yet: begin one with `canary run`.\n";
  return renderTable(
    runs,
    [
      { title: "RUN", cell: ({ run }) => run },
      { title: "STATUS", cell: ({ status }) => status, paint: (text, run) => paintRunStatus(text, run, out) },
      { title: "WHAT", cell: whatOf, isFlexible: true },
      { title: "ENVIRONMENT", cell: ({ environment }) => environment ?? "–" },
      { title: "STARTED", cell: ({ startedAt }) => startedAt?.slice(0, 19).replace("T", " ") ?? "–" },
      { title: "TOOK", cell: ({ durationMs }) => (durationMs === null ? "–" : formatDuration(durationMs)) },
      { title: "TASKS", cell: countsOf },
    ],
    { columns, out },
  );
}

function whatOf({ phase, direction, tasks }: RunView): string {
  const what = phase === null ? `${tasks} ${tasks === 1 ? "task" : "tasks"}` : `phase ${phase}`;
  return direction === "undo" ? `undo ${what}` : what;
}

/** In the same order for every run; what has no outcome yet, or never got one, has not ended. */
function countsOf({ outcomes, tasks }: RunView): string {
  const counts = OUTCOMES.flatMap((outcome) => {
    const count = outcomes[outcome] ?? 0;
    return count === 0 ? [] : [{ count, what: outcome }];
  });
  const open = tasks - counts.reduce((sum, { count }) => sum + count, 0);
  const all = open > 0 ? [...counts, { count: open, what: "not ended" }] : counts;
  return all.map(({ count, what }) => `${count} ${what}`).join(", ");
}
