import type { Clock } from "@canary/core";

/** A clock that stands still until it is told to move; `start` is an RFC 3339 time. */
export function createFixedClock(start: string): Clock & { advance(milliseconds: number): void } {
  let now = Date.parse(start);
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}
