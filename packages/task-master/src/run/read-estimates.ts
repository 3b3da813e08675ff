import { listRuns, readRun } from "./read-run.ts";

const LATEST_RUNS = 20;

/**
 * How long each task took, as the median in milliseconds of the latest twenty runs of this environment in which it was
 * done; tasks that never were are left out.
 */
export function readEstimates(runsDirectory: string, environment: string): ReadonlyMap<string, number> {
  const durations = new Map<string, number[]>();
  for (const run of listRuns(runsDirectory).slice(-LATEST_RUNS)) {
    const record = readRun(runsDirectory, run);
    if (record.environment !== environment || record.direction !== "run") continue;
    for (const { task, outcome, durationMs } of record.results.values()) {
      if (outcome === "changed") durations.set(task, [...(durations.get(task) ?? []), durationMs]);
    }
  }
  return new Map([...durations].map(([task, each]) => [task, median(each)]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
