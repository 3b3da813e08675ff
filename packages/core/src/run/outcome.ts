export const OUTCOMES = [
  "ok",
  "changed",
  "skipped",
  "failed",
  "timed_out",
  "cancelled",
  "interrupted",
  "blocked",
  "waiting",
] as const;

/** How a task ended in a run: `ok` was already so, `blocked` never ran because of another, `waiting` needs a person. */
export type Outcome = (typeof OUTCOMES)[number];

/** Whether the task counts as completed. */
export function isSuccess(outcome: Outcome): boolean {
  return outcome === "ok" || outcome === "changed";
}
