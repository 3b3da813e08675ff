import { describe, expect, it } from "vitest";
import { measureProgress } from "../src/index.ts";
import { sampleStore } from "./support/sample-store.ts";

describe("measureProgress", () => {
  it("measures from start to completion and estimates the rest by the median", () => {
    const { store, setTime } = sampleStore([
      { id: "a" },
      { id: "b" },
      { id: "c" },
      { id: "d", dependencies: ["c"] },
      { id: "ok", kind: "criterion" },
    ]);
    for (const [id, start, end] of [
      ["a", "01T10:00", "01T10:10"],
      ["b", "02T10:00", "02T10:30"],
    ] as const) {
      setTime(`2026-02-${start}:00Z`);
      store.transition(id, { status: "in_progress" });
      setTime(`2026-02-${end}:00Z`);
      store.transition(id, { status: "completed" });
    }
    expect(measureProgress(store.read().tasks, store.history())).toEqual({
      completedByDay: [
        { day: "2026-02-01", completed: 1 },
        { day: "2026-02-02", completed: 1 },
      ],
      durations: [
        { id: "a", durationMs: 600_000 },
        { id: "b", durationMs: 1_800_000 },
      ],
      medianDurationMs: 600_000,
      completedPerDay: 1,
      remaining: 2,
      estimate: {
        sequentialMs: 1_200_000,
        shortestMs: 1_200_000,
        basis: "median of 2 measured tasks; 2 remain, the longest chain has 2",
      },
    });
  });

  it("estimates nothing where nothing was measured, and does not count what was taken back", () => {
    const { store } = sampleStore([{ id: "a" }]);
    store.transition("a", { status: "in_progress" });
    store.transition("a", { status: "completed" });
    store.undo();
    const { estimate, durations, remaining, completedByDay } = measureProgress(
      store.read().tasks,
      store.history(),
    );
    expect([estimate, durations, remaining, completedByDay]).toEqual([null, [], 1, []]);
  });

  it("counts a task once that a second run completes again, and once more after it was begun anew", () => {
    const { store, setTime } = sampleStore([{ id: "a" }]);
    const step = (time: string, status: "in_progress" | "completed", run: string): void => {
      setTime(`2026-02-${time}:00Z`);
      store.transition("a", { status, run });
    };
    step("01T10:00", "in_progress", "one");
    step("01T10:10", "completed", "one");
    step("02T10:00", "completed", "two");
    const measured = measureProgress(store.read().tasks, store.history());
    expect(measured.completedByDay).toEqual([{ day: "2026-02-01", completed: 1 }]);
    expect(measured.durations).toEqual([{ id: "a", durationMs: 600_000 }]);
    step("03T10:00", "in_progress", "three");
    step("03T10:20", "completed", "three");
    const again = measureProgress(store.read().tasks, store.history());
    expect(again.completedByDay.map(({ day }) => day)).toEqual(["2026-02-01", "2026-02-03"]);
  });
});
