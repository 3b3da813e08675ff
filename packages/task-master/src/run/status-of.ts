import { isSuccess } from "@canary/core";
import type { TaskResult, TaskStatus } from "@canary/core";

/** The status that a result means for the ledger; undefined leaves it as it is. */
export function statusOf(
  direction: "run" | "undo",
  { outcome, error }: Pick<TaskResult, "outcome" | "error">,
): TaskStatus | undefined {
  // What another run holds is that run's to record.
  if (error?.code === "CANARY_RUN_LOCKED") return undefined;
  if (isSuccess(outcome)) return direction === "undo" ? "pending" : "completed";
  if (outcome === "failed" || outcome === "timed_out") return "failed";
  return outcome === "interrupted" ? "pending" : undefined;
}
