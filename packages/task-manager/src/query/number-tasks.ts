import type { Task } from "@canary/core";
import type { StoreSnapshot } from "../snapshot/store-snapshot.ts";

/** What numbers are given to: all tasks of a store, in document order. */
export interface NumberedTasks extends NumberedPhases {
  readonly tasks: readonly Pick<Task, "id" | "kind" | "phase">[];
}

type NumberedPhases = Pick<StoreSnapshot, "phases" | "defaultDocument">;

/**
 * The number that people see and may type for each task of a phase: `2.3` is the third task of phase 2. It follows the
 * document, so it changes when the document does; ids do not. Where phases of several documents have one number, only the
 * default document's tasks have numbers in it.
 */
export function numberTasks({ tasks, ...numbered }: NumberedTasks): ReadonlyMap<string, string> {
  const counters = phaseCounters(numbered);
  const numbers = new Map<string, string>();
  for (const { id, kind, phase } of tasks) {
    const counter = kind === "task" && phase !== null ? counters.get(phase) : undefined;
    if (counter !== undefined) numbers.set(id, nextNumber(counter));
  }
  return numbers;
}

/** A phase's number, and how many of its tasks have theirs. */
export interface PhaseCounter {
  readonly number: number;
  count: number;
}

/** A counter for each phase whose tasks have numbers, by its id. */
export function phaseCounters({
  phases,
  defaultDocument,
}: NumberedPhases): ReadonlyMap<string, PhaseCounter> {
  const own = phases.filter(({ document }) => document === defaultDocument);
  const taken = new Set(own.map(({ number }) => number));
  const others = phases.filter(({ document, number }) => {
    const isFirst = document !== defaultDocument && !taken.has(number);
    taken.add(number);
    return isFirst;
  });
  return new Map([...own, ...others].map(({ id, number }) => [id, { number, count: 0 }]));
}

/** The number of the next task of that phase. */
export function nextNumber(counter: PhaseCounter): string {
  counter.count += 1;
  return `${counter.number}.${counter.count}`;
}
