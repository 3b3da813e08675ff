import type { TaskStatus } from "@canary/core";
import type { StoredTask, StoreSnapshot } from "../snapshot/store-snapshot.ts";
import type { NextOptions } from "./next-tasks.ts";
import { documentFor } from "./query-tasks.ts";

/** How many there are of each status; `done` are the completed and the skipped ones. */
export type StatusCounts = Readonly<Record<TaskStatus, number>> & {
  readonly total: number;
  readonly done: number;
  /** Done of total, rounded down; 100 only when all are done, 0 where there are none. */
  readonly percent: number;
};

export interface PhaseProgress {
  /** Null for what stands outside every phase. */
  readonly id: string | null;
  readonly document: string;
  readonly number: number | null;
  readonly title: string;
  readonly tasks: StatusCounts;
  readonly criteria: StatusCounts;
}

export interface ProgressReport {
  readonly phases: readonly PhaseProgress[];
  readonly total: { readonly tasks: StatusCounts; readonly criteria: StatusCounts };
}

/** Counts of tasks and criteria by status, for each phase and in all. */
export function reportProgress(snapshot: StoreSnapshot, options: NextOptions = {}): ProgressReport {
  const document = documentFor(snapshot, options.document);
  const isMeant = (each: { readonly document: string }): boolean =>
    document === undefined || each.document === document;
  const tasks = snapshot.tasks.filter((task) => isMeant(task));
  const byPhase = groupByPhase(tasks);
  const phases = snapshot.phases
    .filter((phase) => isMeant(phase))
    .map(({ id, document, number, title }) => ({
      id,
      document,
      number,
      title,
      ...countBoth(byPhase.get(id) ?? []),
    }));
  const outside = (byPhase.get(null) ?? []).filter(({ kind }) => kind !== "fragment");
  const documents = [...new Set(outside.map(({ document }) => document))];
  return {
    phases: [...phases, ...documents.map((id) => outsidePhases(outside, id))],
    total: countBoth(tasks),
  };
}

function outsidePhases(tasks: readonly StoredTask[], document: string): PhaseProgress {
  const own = tasks.filter((task) => task.document === document);
  return { id: null, document, number: null, title: "outside every phase", ...countBoth(own) };
}

function groupByPhase(tasks: readonly StoredTask[]): ReadonlyMap<string | null, readonly StoredTask[]> {
  const groups = new Map<string | null, StoredTask[]>();
  for (const task of tasks) {
    const group = groups.get(task.phase);
    if (group === undefined) groups.set(task.phase, [task]);
    else group.push(task);
  }
  return groups;
}

function countBoth(tasks: readonly StoredTask[]): {
  readonly tasks: StatusCounts;
  readonly criteria: StatusCounts;
} {
  return {
    tasks: countStatuses(tasks.filter(({ kind }) => kind === "task")),
    criteria: countStatuses(tasks.filter(({ kind }) => kind === "criterion")),
  };
}

function countStatuses(tasks: readonly StoredTask[]): StatusCounts {
  const counts: Record<TaskStatus, number> = {
    pending: 0,
    in_progress: 0,
    completed: 0,
    failed: 0,
    skipped: 0,
  };
  for (const { status } of tasks) counts[status] += 1;
  const total = tasks.length;
  const done = counts.completed + counts.skipped;
  return { total, ...counts, done, percent: total === 0 ? 0 : Math.floor((100 * done) / total) };
}
