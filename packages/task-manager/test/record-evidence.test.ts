import { expect, it } from "vitest";
import { sampleStore } from "./support/sample-store.ts";

const SEEN = {
  id: "a",
  environment: "staging",
  run: "01K9ZQ00000000000000000000",
  attempt: 1,
  items: [{ step: "verify-1", command: ["ls"], exitCode: 0, excerpt: "", at: "2026-01-01T00:00:00.000Z" }],
} as never;

it("keeps evidence of an environment, once, and neither status nor message changes", () => {
  const { store } = sampleStore([{ id: "a" }]);
  store.transition("a", { status: "failed", message: "no" });
  const [first] = store.recordEvidence([SEEN]);
  expect(first?.task).toMatchObject({
    status: "failed",
    message: "no",
    evidence: { staging: first?.event?.id },
  });
  expect(first?.event).toMatchObject({ type: "noted", evidence: { environment: "staging" } });
  expect(store.recordEvidence([SEEN])[0]?.event).toBeNull();
});

it("drops what was seen in that environment, and nothing else", () => {
  const { store } = sampleStore([{ id: "a" }]);
  const of = (environment: string, more: object = {}) =>
    ({ ...(SEEN as object), environment, ...more }) as never;
  store.recordEvidence([of("staging")]);
  store.recordEvidence([of("prod")]);
  const [dropped] = store.recordEvidence([of("staging", { items: [] })]);
  expect(Object.keys(dropped?.task.evidence ?? {})).toEqual(["prod"]);
  expect(store.recordEvidence([of("staging", { items: [] })])[0]?.event).toBeNull();
  expect(store.recordEvidence([of("prod", { items: [], attempt: 2 })])[0]?.task.evidence).toBeUndefined();
  expect(store.check()).toEqual([]);
});
