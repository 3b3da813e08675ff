import type { StoreEvent } from "../events/store-event.ts";
import type { StoredTask, StoreSnapshot } from "../snapshot/store-snapshot.ts";
import { measureProgress } from "./measure-progress.ts";
import type { ProgressMeasures } from "./measure-progress.ts";
import type { NextOptions } from "./next-tasks.ts";
import { documentFor } from "./query-tasks.ts";
import { reportProgress } from "./report-progress.ts";
import type { PhaseProgress, ProgressReport } from "./report-progress.ts";

/** What is measured of a phase; days and single durations are only in the whole. */
export type PhaseMeasures = Omit<ProgressMeasures, "completedByDay" | "durations">;

/** The progress of a document with how fast it went. */
export interface MeasuredReport extends ProgressReport {
  readonly phases: readonly (PhaseProgress & { readonly measures: PhaseMeasures })[];
  readonly measures: ProgressMeasures;
}

/** `reportProgress` with the measures of each phase and of all, from the events of the store. */
export function reportMeasured(
  snapshot: StoreSnapshot,
  events: readonly StoreEvent[],
  options: NextOptions = {},
): MeasuredReport {
  const { phases, total } = reportProgress(snapshot, options);
  const document = documentFor(snapshot, options.document);
  const tasks = snapshot.tasks.filter((task) => document === undefined || task.document === document);
  const phaseOf = new Map(
    tasks.map((task) => [keyOf(task.document, task.localId), keyOf(task.document, task.phase)]),
  );
  const tasksBy = groupBy(tasks, (task) => keyOf(task.document, task.phase));
  const eventsBy = groupBy(events, ({ document: where, task }) => phaseOf.get(keyOf(where, task ?? "")));
  return {
    phases: phases.map((phase) => {
      const key = keyOf(phase.document, phase.id);
      return { ...phase, measures: measurePhase(tasksBy.get(key) ?? [], eventsBy.get(key) ?? []) };
    }),
    total,
    measures: measureProgress(tasks, events),
  };
}

function measurePhase(tasks: readonly StoredTask[], events: readonly StoreEvent[]): PhaseMeasures {
  const { medianDurationMs, completedPerDay, remaining, estimate } = measureProgress(tasks, events);
  return { medianDurationMs, completedPerDay, remaining, estimate };
}

function keyOf(document: string, name: string | null): string {
  return `${document}\n${name ?? ""}`;
}

function groupBy<Item, Key>(items: readonly Item[], keyFor: (item: Item) => Key): ReadonlyMap<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyFor(item));
    if (group === undefined) groups.set(keyFor(item), [item]);
    else group.push(item);
  }
  return groups;
}
