import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCanaryError, TASK_STATUSES } from "@canary/core";
import type { TaskStore } from "../src/index.ts";
import { sampleStore } from "./support/sample-store.ts";
import type { SampleStore } from "./support/sample-store.ts";

const IDS = ["a", "b", "c", "d", "e"];

const item = fc.record({
  id: fc.constantFrom(...IDS),
  title: fc.constantFrom("One", "Two", "Drei — “ö”\u2028"),
  phase: fc.constantFrom("infra", "docs", null),
  status: fc.constantFrom("pending" as const, "completed" as const),
});
const ids = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1 });
const operation = fc.oneof(
  fc
    .uniqueArray(item, { selector: ({ id }) => id, minLength: 1 })
    .map((items) => ({ kind: "merge" as const, items })),
  fc.record({
    kind: fc.constant("status" as const),
    ids,
    status: fc.constantFrom(...TASK_STATUSES),
    message: fc.string(),
  }),
  fc.record({
    kind: fc.constant("claim" as const),
    by: fc.constantFrom("ann", "bob"),
    ttlMs: fc.nat(10_000),
  }),
  fc.record({ kind: fc.constant("note" as const), ids, note: fc.option(fc.string()) }),
  fc.constant({ kind: "undo" as const }),
  fc.record({ kind: fc.constant("time" as const), ms: fc.integer({ min: 0, max: 1e12 }) }),
);
type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;

function apply(sample: SampleStore, step: Operation): void {
  const { store } = sample;
  try {
    if (step.kind === "merge") sample.merge(step.items);
    else if (step.kind === "status")
      store.transitionAll(step.ids, { status: step.status, message: step.message });
    else if (step.kind === "claim") store.claimNext({ by: step.by, ttlMs: step.ttlMs });
    else if (step.kind === "note") store.annotate(step.ids, { note: step.note });
    else if (step.kind === "undo") store.undo();
    else sample.setTime(new Date(step.ms).toISOString());
  } catch (error) {
    if (!isCanaryError(error) || error.code === "CANARY_BUG") throw error;
  }
}

/** Everything but where items stand in the file: that comes from the document alone. */
function essence(store: TaskStore): unknown {
  const { tasks, archived, phases } = store.read();
  const strip = (task: (typeof tasks)[number]): unknown => ({ ...task, source: null });
  return [
    tasks.map((task) => strip(task)),
    archived.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((task) => strip(task)),
    phases,
  ];
}

describe("after any history", () => {
  it("the store is sound, the events agree with it, and rebuild it", () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 25 }), (steps) => {
        const sample = sampleStore([{ id: "a" }, { id: "b" }]);
        for (const step of steps) apply(sample, step);
        expect(sample.store.check()).toEqual([]);
        const before = essence(sample.store);
        for (const task of sample.store.read().tasks)
          expect(sample.store.history(task.id).at(-1)?.id).toBe(task.event);
        for (const file of ["tasks.json", "tasks.json.previous"])
          rmSync(join(sample.directory, file), { force: true });
        sample.store.repair();
        expect(essence(sample.store)).toEqual(before);
        rmSync(join(sample.directory, ".."), { recursive: true });
      }),
      { numRuns: 100 },
    );
  });
});
