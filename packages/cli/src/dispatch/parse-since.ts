import { CanaryError } from "@canary/core";
import { durationOf } from "./parse-duration.ts";

/** The time (RFC 3339, UTC) that `2h`, `3d`, `2026-11-21` or a whole time means; throws CANARY_USAGE. */
export function parseSince(option: string, text: string, now: number): string {
  const ago = durationOf(text);
  const time = ago === undefined ? timeOf(text) : now - ago;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new CanaryError(`--${option} is "${text}"`, {
    code: "CANARY_USAGE",
    hint: "Give how long ago (2h, 3d), a day (2026-11-21) or a time (2026-11-21T09:00:00Z).",
  });
}

/** Only what is written year first: Date.parse would take nearly anything. */
function timeOf(text: string): number {
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
}
