import type { Outcome } from "@canary/core";
import type { Meaning, Style } from "./style.ts";

const SIGNS: Readonly<Record<Outcome, readonly [string, Meaning]>> = {
  ok: ["✔", "good"],
  changed: ["✔", "good"],
  skipped: ["–", "dim"],
  failed: ["✖", "bad"],
  timed_out: ["✖", "bad"],
  cancelled: ["–", "dim"],
  interrupted: ["!", "warn"],
  blocked: ["·", "dim"],
  waiting: ["?", "warn"],
};

/** The sign of an outcome in its colour. */
export function signOf(outcome: Outcome, style: Style): string {
  const [sign, paint] = SIGNS[outcome];
  return style[paint](sign);
}
