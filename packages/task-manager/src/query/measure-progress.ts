import { createTaskLinks, satisfiesDependency } from "@canary/core";
import type { StoreEvent } from "../events/store-event.ts";
import type { StoredTask } from "../snapshot/store-snapshot.ts";
import { chainLengths } from "./chain-lengths.ts";

/** How fast work went, and what that says about the rest. Durations in milliseconds. */
export interface ProgressMeasures {
  /** Completions by day (YYYY-MM-DD, UTC), days without any left out, oldest first. */
  readonly completedByDay: readonly { readonly day: string; readonly completed: number }[];
  /** From start to completion, of each task where both were recorded; ids as in the snapshot. */
  readonly durations: readonly { readonly id: string; readonly durationMs: number }[];
  readonly medianDurationMs: number | null;
  /** Completions a day, over the days from the first one to the last; null where there was none. */
  readonly completedPerDay: number | null;
  readonly remaining: number;
  /** Null where nothing was measured yet. */
  readonly estimate: {
    /** One task after the other. */
    readonly sequentialMs: number;
    /** At best, with everything side by side that can be. */
    readonly shortestMs: number;
    /** What the estimate rests on, in words. */
    readonly basis: string;
  } | null;
}

/** Measures from the events how these tasks went; only tasks of kind `task` count. */
export function measureProgress(
  tasks: readonly StoredTask[],
  events: readonly StoreEvent[],
): ProgressMeasures {
  const work = tasks.filter(({ kind }) => kind === "task");
  const names = new Map(work.map((task) => [`${task.document}\n${task.localId}`, task.id]));
  const own = events.filter(
    (event) => event.type === "status" && names.has(`${event.document}\n${event.task}`) && !isRepeated(event),
  );
  const durations = measureDurations(own).map(({ key, durationMs }) => ({
    id: names.get(key) ?? key,
    durationMs,
  }));
  const remaining = work.filter(({ status }) => !satisfiesDependency(status)).length;
  const median = medianOf(durations.map(({ durationMs }) => durationMs));
  const completedByDay = countByDay(own);
  return {
    completedByDay,
    durations,
    medianDurationMs: median ?? null,
    completedPerDay: perDay(completedByDay),
    remaining,
    estimate: median === undefined ? null : estimate(work, remaining, { median, measured: durations.length }),
  };
}

/** What was completed already and is completed again, as by a second run. */
function isRepeated({ before, after }: StoreEvent): boolean {
  return before?.status === "completed" && after?.status === "completed";
}

/** The time from the last start of a task to its completion, if it is its last one. */
function measureDurations(
  events: readonly StoreEvent[],
): readonly { readonly key: string; readonly durationMs: number }[] {
  const started = new Map<string, number>();
  const measured = new Map<string, number>();
  for (const { document, task, after, at, undoes } of events) {
    const key = `${document}\n${task}`;
    const start = started.get(key);
    started.delete(key);
    measured.delete(key);
    if (undoes !== undefined) continue;
    if (after?.status === "in_progress") started.set(key, Date.parse(at));
    if (after?.status === "completed" && start !== undefined)
      measured.set(key, Math.max(0, Date.parse(at) - start));
  }
  return [...measured].map(([key, durationMs]) => ({ key, durationMs }));
}

/** What was taken back, and what took something back, does not count. */
function countByDay(events: readonly StoreEvent[]): ProgressMeasures["completedByDay"] {
  const undone = new Set(events.map(({ undoes }) => undoes));
  const days = new Map<string, number>();
  for (const { id, after, at, undoes } of events) {
    if (after?.status !== "completed" || undoes !== undefined || undone.has(id)) continue;
    const day = at.slice(0, 10);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, completed]) => ({ day, completed }));
}

const DAY_MS = 86_400_000;

function perDay(days: ProgressMeasures["completedByDay"]): number | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return null;
  const span = (Date.parse(last.day) - Date.parse(first.day)) / DAY_MS + 1;
  const total = days.reduce((sum, { completed }) => sum + completed, 0);
  return Math.round((10 * total) / span) / 10;
}

function estimate(
  work: readonly StoredTask[],
  remaining: number,
  { median, measured }: { readonly median: number; readonly measured: number },
): NonNullable<ProgressMeasures["estimate"]> {
  const longest = chainLengths(work, createTaskLinks(work)).reduce(
    (most, length) => Math.max(most, length),
    0,
  );
  return {
    sequentialMs: remaining * median,
    shortestMs: longest * median,
    basis: `median of ${measured} measured ${measured === 1 ? "task" : "tasks"}; ${remaining} remain, the longest chain has ${longest}`,
  };
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
