import { describe, expect, it } from "vitest";
import type { TaskStatus } from "@canary/core";
import { codeOf, sampleStore } from "./support/sample-store.ts";

describe("a transition", () => {
  it("changes status, message and time, and gives the task before and after with its event", () => {
    const { store, setTime } = sampleStore([{ id: "a" }]);
    setTime("2026-01-02T00:00:00.000Z");
    const { task, previous, event } = store.transition("a", { status: "completed", message: "seen" });
    expect([previous.status, task.status, task.message, task.updatedAt]).toEqual([
      "pending",
      "completed",
      "seen",
      "2026-01-02T00:00:00.000Z",
    ]);
    expect(event).toMatchObject({
      type: "status",
      by: "ann@desk",
      at: "2026-01-02T00:00:00.000Z",
      before: { status: "pending" },
      after: { status: "completed", message: "seen" },
    });
    expect(store.read().tasks[0]).toEqual(task);
  });

  it("drops the message of the change before", () => {
    const { store } = sampleStore([{ id: "a" }]);
    store.transition("a", { status: "failed", message: "no disk" });
    expect(store.transition("a", { status: "pending" }).task.message).toBeUndefined();
  });

  it("does nothing where the task is so already", () => {
    const { store, readEvents } = sampleStore([{ id: "a" }]);
    const before = readEvents().length;
    expect(store.transition("a", { status: "pending" }).event).toBeNull();
    expect(readEvents().length).toBe(before);
  });

  it.each<[TaskStatus, TaskStatus, boolean]>([
    ["pending", "in_progress", true],
    ["pending", "completed", true],
    ["pending", "failed", true],
    ["pending", "skipped", true],
    ["in_progress", "pending", true],
    ["completed", "pending", true],
    ["completed", "failed", true],
    ["completed", "skipped", false],
    ["failed", "completed", true],
    ["skipped", "failed", false],
    ["skipped", "completed", true],
  ])("from %s to %s is possible: %s", (from, to, isPossible) => {
    const { store } = sampleStore([{ id: "a", status: from }]);
    const code = codeOf(() => store.transition("a", { status: to }));
    expect(code).toBe(isPossible ? "nothing thrown" : "CANARY_TASK_TRANSITION_REFUSED");
    expect(store.read().tasks[0]?.status).toBe(isPossible ? to : from);
    expect(store.transition("a", { status: to, force: true }).task.status).toBe(to);
  });

  it("refuses to complete a task whose dependencies are open, names them, and records when it is forced", () => {
    const { store } = sampleStore([{ id: "a" }, { id: "b" }, { id: "c", dependencies: ["a", "b"] }]);
    store.transition("b", { status: "skipped" });
    expect(() => store.transition("c", { status: "completed" })).toThrow(
      "c cannot become completed: it waits for a",
    );
    expect(store.transition("c", { status: "in_progress" }).task.status).toBe("in_progress");
    expect(store.transition("c", { status: "completed", force: true }).event?.isForced).toBe(true);
  });

  it("refuses a fragment whatever is forced", () => {
    const { store } = sampleStore([{ id: "a", kind: "fragment" }]);
    expect(codeOf(() => store.transition("a", { status: "completed", force: true }))).toBe(
      "CANARY_TASK_TRANSITION_REFUSED",
    );
  });

  it("changes several or none", () => {
    const { store, readTasks } = sampleStore([{ id: "a" }, { id: "b" }, { id: "c", kind: "fragment" }]);
    const before = readTasks();
    expect(codeOf(() => store.transitionAll(["a", "b", "c"], { status: "completed" }))).toBe(
      "CANARY_TASK_TRANSITION_REFUSED",
    );
    expect(codeOf(() => store.transitionAll(["a", "zz"], { status: "completed" }))).toBe(
      "CANARY_TASK_UNKNOWN",
    );
    expect(readTasks()).toBe(before);
    const done = store.transitionAll(["a", "b", "a"], { status: "completed" });
    expect(done.map(({ task }) => `${task.id} ${task.status}`)).toEqual(["a completed", "b completed"]);
  });

  it("completes a task together with what it waits for", () => {
    const { store } = sampleStore([{ id: "a" }, { id: "b", dependencies: ["a"] }]);
    store.transitionAll(["b", "a"], { status: "completed" });
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["completed", "completed"]);
  });

  it("gives each of several tasks a change of its own, all or none", () => {
    const { store, readTasks } = sampleStore([{ id: "a" }, { id: "b", dependencies: ["a"] }, { id: "c" }]);
    const before = readTasks();
    const each = (status: TaskStatus) =>
      store.transitionEach([
        { id: "a", change: { status } },
        { id: "b", change: { status: "completed", message: "both" } },
        { id: "c", change: { status: "skipped" } },
      ]);
    expect(codeOf(() => each("failed"))).toBe("CANARY_TASK_TRANSITION_REFUSED");
    expect(readTasks()).toBe(before);
    expect(each("completed").map(({ task }) => task.status)).toEqual(["completed", "completed", "skipped"]);
    expect(
      new Set(
        store
          .history()
          .slice(-3)
          .map(({ group }) => group),
      ).size,
    ).toBe(1);
  });

  it("is repeatable by run and attempt", () => {
    const { store, readEvents } = sampleStore([{ id: "a" }]);
    store.transition("a", { status: "in_progress", run: "r1", attempt: 1 });
    expect(store.transition("a", { status: "failed", run: "r1", attempt: 1 }).event).not.toBeNull();
    const after = readEvents().length;
    expect(store.transition("a", { status: "failed", run: "r1", attempt: 1 }).event).toBeNull();
    expect(store.transition("a", { status: "in_progress", run: "r1", attempt: 1 }).task.status).toBe(
      "failed",
    );
    expect(readEvents().length).toBe(after);
    expect(store.transition("a", { status: "in_progress", run: "r1", attempt: 2 }).task.status).toBe(
      "in_progress",
    );
    expect(store.transition("a", { status: "failed", run: "r1", attempt: 1 }).task.status).toBe(
      "in_progress",
    );
    store.transition("a", { status: "completed", run: "r1", attempt: 2 });
    store.transition("a", { status: "pending" });
    expect(store.transition("a", { status: "completed", run: "r1", attempt: 2 }).task.status).toBe("pending");
    expect(store.transition("a", { status: "completed", run: "r2", attempt: 1 }).task.status).toBe(
      "completed",
    );
  });

  it("keeps evidence in the events and refers to it by environment", () => {
    const { store } = sampleStore([{ id: "a" }]);
    const items = [
      { environment: "dev", command: ["true"], exitCode: 0, excerpt: "ok", at: "2026-01-01T00:00:00.000Z" },
    ];
    const { event, task } = store.transition("a", {
      status: "completed",
      evidence: { environment: "dev", items },
    });
    expect(task.evidence).toEqual({ dev: event?.id });
    expect(store.history("a").at(-1)?.evidence?.items).toEqual(items);
    expect(
      store.transition("a", { status: "completed", evidence: { environment: "prod", items } }).task.evidence,
    ).toEqual({
      dev: event?.id,
      prod: expect.any(String),
    });
  });
});

describe("history", () => {
  it("has every change of a task in order, also when the clock went back", () => {
    const { store, setTime } = sampleStore([{ id: "a" }, { id: "b" }]);
    store.transition("a", { status: "in_progress" });
    setTime("2020-01-01T00:00:00.000Z");
    store.transition("a", { status: "completed" });
    store.transition("b", { status: "failed" });
    const events = store.history("a");
    expect(events.map(({ type, after }) => `${type} ${after?.status}`)).toEqual([
      "added pending",
      "status in_progress",
      "status completed",
    ]);
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted());
    expect(store.history().length).toBe(6);
  });

  it("names the event before each event of a task", () => {
    const { store } = sampleStore([{ id: "a" }]);
    store.transition("a", { status: "in_progress" });
    const [added, started] = store.history("a");
    expect([added?.previous, started?.previous]).toEqual([null, added?.id]);
  });
});
