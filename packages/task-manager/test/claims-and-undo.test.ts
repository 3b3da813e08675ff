import { describe, expect, it } from "vitest";
import { nextTasks, queryTasks } from "../src/index.ts";
import { codeOf, sampleStore } from "./support/sample-store.ts";

const TEN_MINUTES = 600_000;

describe("a claim", () => {
  it("gives each that asks another task, and nobody a blocked one", () => {
    const { store } = sampleStore([{ id: "a" }, { id: "b" }, { id: "c", dependencies: ["a"] }]);
    const taken = ["ann", "bob", "eve"].map((by) => store.claimNext({ by, ttlMs: TEN_MINUTES })?.task.id);
    expect(taken).toEqual(["a", "b", undefined]);
    expect(store.read().tasks[0]?.claim).toEqual({ by: "ann", until: "2026-01-01T00:10:00.000Z" });
    expect(queryTasks(store.read(), { owner: "bob" }).map(({ id }) => id)).toEqual(["b"]);
  });

  it("returns when it has expired", () => {
    const { store, setTime } = sampleStore([{ id: "a" }]);
    store.claimNext({ by: "ann", ttlMs: TEN_MINUTES });
    expect(nextTasks(store.read())).toEqual([]);
    setTime("2026-01-01T00:10:00.000Z");
    expect(nextTasks(store.read()).map(({ id, claim }) => [id, claim])).toEqual([["a", undefined]]);
    expect(store.claimNext({ by: "bob", ttlMs: 1 })?.event).toMatchObject({ type: "claimed", by: "bob" });
  });

  it("keeps others from the task until it is released, unless they force it", () => {
    const { store } = sampleStore([{ id: "a" }]);
    store.claim(["a"], { by: "ann", ttlMs: TEN_MINUTES });
    expect(codeOf(() => store.claim(["a"], { by: "bob", ttlMs: 1 }))).toBe("CANARY_TASK_TRANSITION_REFUSED");
    expect(codeOf(() => store.transition("a", { status: "in_progress", by: "bob" }))).toBe(
      "CANARY_TASK_TRANSITION_REFUSED",
    );
    expect(store.transition("a", { status: "in_progress", by: "ann" }).task.claim?.by).toBe("ann");
    expect(store.transition("a", { status: "completed", by: "bob", force: true }).task.claim).toBeUndefined();
    expect(store.release(["a"])[0]?.event).toBeNull();
  });
});

describe("a reset of a claimed task", () => {
  it("is a release, and can be taken back as one", () => {
    const { store } = sampleStore([{ id: "a" }]);
    store.claim(["a"], { by: "ann", ttlMs: TEN_MINUTES });
    expect(store.transition("a", { status: "pending" }).event).toMatchObject({ type: "released" });
    expect(store.read().tasks[0]).not.toHaveProperty("claim");
    store.undo();
    expect(store.read().tasks[0]?.claim?.by).toBe("ann");
    store.transition("a", { status: "in_progress" });
    expect(store.transition("a", { status: "pending" }).event).toMatchObject({ type: "status" });
  });
});

describe("annotate", () => {
  it("sets and removes owner and note, once", () => {
    const { store } = sampleStore([{ id: "a" }]);
    expect(store.annotate(["a"], { owner: "ann", note: "soon" })[0]?.task).toMatchObject({
      owner: "ann",
      note: "soon",
    });
    expect(store.annotate(["a"], { owner: "ann" })[0]?.event).toBeNull();
    expect(store.annotate(["a"], { note: null })[0]?.task.note).toBeUndefined();
  });
});

describe("undo", () => {
  it("takes back one change after the other, also of several tasks at once", () => {
    const { store } = sampleStore([{ id: "a" }, { id: "b" }]);
    const statuses = () => store.read().tasks.map(({ status, message }) => `${status} ${message ?? "-"}`);
    store.transition("a", { status: "failed", message: "no" });
    store.transitionAll(["a", "b"], { status: "completed" });
    expect(store.undo().length).toBe(2);
    expect(statuses()).toEqual(["failed no", "pending -"]);
    expect(store.undo()[0]?.event).toMatchObject({
      undoes: expect.any(String),
      after: { status: "pending" },
    });
    expect(statuses()).toEqual(["pending -", "pending -"]);
    expect(store.undo()).toEqual([]);
    store.transition("a", { status: "completed" });
    expect(store.undo().length).toBe(1);
    expect(statuses()[0]).toBe("pending -");
    expect(store.check()).toEqual([]);
  });

  it("refuses where a merge changed the task since", () => {
    const { store, merge } = sampleStore([{ id: "a" }]);
    store.transition("a", { status: "completed" });
    merge([{ id: "a", title: "Other" }]);
    expect(codeOf(() => store.undo())).toBe("CANARY_TASK_TRANSITION_REFUSED");
  });
});
