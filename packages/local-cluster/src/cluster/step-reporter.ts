import type { ClusterEvent, ClusterStep } from "./cluster-events.ts";

/** Does a part of a verb's work and tells of its beginning and its end. */
export type StepReporter = <T>(step: ClusterStep, work: () => Promise<T>) => Promise<T>;

export function createStepReporter(onEvent: ((event: ClusterEvent) => void) | undefined): StepReporter {
  const startedAt = Date.now();
  return async (step, work) => {
    const tell = (state: "started" | "done"): void =>
      onEvent?.({ kind: "step", step, state, elapsedMs: Date.now() - startedAt });
    tell("started");
    const result = await work();
    tell("done");
    return result;
  };
}
