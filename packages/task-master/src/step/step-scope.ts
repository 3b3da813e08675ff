import type { ErrorCode } from "@canary/core";
import type { Verdict } from "../failure/failure-rule.ts";
import type { PlannedStep, PlannedTask } from "../plan/plan.ts";
import type { AttemptLog } from "../run/attempt-log.ts";
import type { StepOutcome } from "../run/run-event.ts";
import type { RunSession } from "../run/run-session.ts";

/** One attempt of a step: what its action may use. */
export interface StepScope {
  readonly session: RunSession;
  readonly task: PlannedTask;
  readonly step: PlannedStep;
  readonly attempt: number;
  readonly log: AttemptLog;
  /** By `performance.now()`. */
  readonly deadlineMs: number;
}

/** Why an attempt did not pass. */
export interface StepProblem {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly verdict: Verdict | null;
}

/** How an attempt ended. */
export interface StepEnd {
  readonly outcome: StepOutcome;
  readonly changed: boolean;
  /** The argument list, secrets masked; empty where there is none. */
  readonly command: readonly string[];
  readonly exitCode: number | null;
  /** The last lines of both streams, masked. */
  readonly output: string;
  readonly problem: StepProblem | null;
}

/** Milliseconds until the attempt's time is up; never negative. */
export function timeLeftMs({ deadlineMs }: Pick<StepScope, "deadlineMs">): number {
  return Math.max(0, deadlineMs - performance.now());
}
