import type { RunResult, Task } from "@canary/core";

/** A run that has ended. */
export interface ReportedRun {
  readonly result: RunResult;
  /** Its tasks by id, as the store has them. */
  readonly tasks: ReadonlyMap<string, Task>;
}
