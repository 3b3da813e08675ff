import { describe, expect, it } from "vitest";
import { nextUlid } from "../src/events/ulid.ts";

describe("a ULID", () => {
  it("begins with the time as the specification writes it", () => {
    expect(nextUlid(1_469_918_176_385, undefined)).toMatch(/^01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}$/);
  });

  it("is greater than its floor when the clock stands, goes back, or is ahead", () => {
    let last = nextUlid(1000, undefined);
    for (let turn = 0; turn < 1000; turn += 1) {
      const next = nextUlid(turn % 2 === 0 ? 1000 : 10, last);
      expect(next > last).toBe(true);
      last = next;
    }
    expect(nextUlid(2000, last) > last).toBe(true);
  });

  it("carries over where the low digits are used up", () => {
    const floor = "01ARYZ6S41AAAAAAA0ZZZZZZZZ";
    const next = nextUlid(0, floor);
    expect(next).toHaveLength(26);
    expect(next.startsWith("01ARYZ6S41AAAAAAA1")).toBe(true);
  });

  it("goes on from one event to different ids", () => {
    const floor = nextUlid(1000, undefined);
    expect(nextUlid(1000, floor)).not.toBe(nextUlid(1000, floor));
  });

  it("begins afresh after something that is no ULID", () => {
    expect(nextUlid(1000, "zzzz")).toHaveLength(26);
  });
});
