import { describe, expect, it } from "vitest";
import { estimateRemaining } from "../src/build/estimate-remaining.ts";

const NOTHING_YET = { actualMs: 0, expectedMs: 0 };

describe("estimateRemaining", () => {
  it("begins with what is expected", () => {
    expect(estimateRemaining({ laterMs: 60_000, expectedMs: 30_000, elapsedMs: 10_000 }, NOTHING_YET)).toBe(
      80_000,
    );
  });

  it("goes by the share of packages once there are some", () => {
    const packages = { done: 50, total: 100 };
    const work = { laterMs: 0, expectedMs: 1_000, elapsedMs: 40_000, packages };
    expect(estimateRemaining(work, NOTHING_YET)).toBe(40_000);
  });

  it("scales by how fast the finished targets were", () => {
    const pace = { actualMs: 120_000, expectedMs: 60_000 };
    expect(estimateRemaining({ laterMs: 10_000, expectedMs: 10_000, elapsedMs: 0 }, pace)).toBe(40_000);
  });

  it("never counts below what is still to come", () => {
    expect(estimateRemaining({ laterMs: 5_000, expectedMs: 1_000, elapsedMs: 9_000 }, NOTHING_YET)).toBe(
      5_000,
    );
  });
});
