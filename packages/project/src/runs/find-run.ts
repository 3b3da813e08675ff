import { CanaryError } from "@canary/core";
import { listRuns, readRun } from "@canary/task-master/run";
import type { RunRecord } from "@canary/task-master/run";

/**
 * The run of this name (a prefix or an end of its id that no other has is enough), or the latest that is `wanted` where no
 * name is given. Throws CANARY_VALUE_UNKNOWN.
 */
export function findRun(
  runsDirectory: string,
  name: string | undefined,
  wanted: (record: RunRecord) => boolean = () => true,
): RunRecord {
  const runs = listRuns(runsDirectory);
  if (name !== undefined) return readRun(runsDirectory, idOf(runs, name));
  for (const run of runs.toReversed()) {
    const record = readRun(runsDirectory, run);
    if (wanted(record)) return record;
  }
  throw new CanaryError(
    runs.length === 0 ? "There is no run yet" : "No run waits to be resumed: all are done",
    {
      code: "CANARY_VALUE_UNKNOWN",
      hint: "Begin one with `canary run`; `canary runs list` shows those that there were.",
    },
  );
}

function idOf(runs: readonly string[], name: string): string {
  const wanted = name.toUpperCase();
  if (runs.includes(wanted)) return wanted;
  const like = runs.filter((run) => run.startsWith(wanted) || run.endsWith(wanted));
  if (like.length < 2) return like[0] ?? name;
  throw new CanaryError(`"${name}" could be several runs: ${like.join(", ")}`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: "Give more of the id.",
    details: { candidates: like },
  });
}
