import type { FailureKind } from "../failure/failure-rule.ts";
import type { StepPart } from "../plan/plan.ts";
import type { InterruptSignal } from "../process/tool-manners.ts";
import type { TaskResult } from "@canary/core";
import type { FinishedRun } from "./finished-run.ts";

/** How one attempt of a step ended. */
export type StepOutcome = "passed" | "failed" | "timed_out" | "interrupted" | "waiting";

interface StepReference {
  readonly task: string;
  readonly step: string;
  /** Counts from 1. */
  readonly attempt: number;
}

interface RunStarted {
  readonly type: "run_started";
  readonly phase: string | null;
  readonly environment: string;
  readonly direction: "run" | "undo";
  readonly plan: string;
  readonly tasks: readonly string[];
  /** The canary process, and when it began. */
  readonly pid: number;
  readonly processStart: string | null;
}

interface TaskStarted {
  readonly type: "task_started";
  readonly task: string;
  readonly title: string;
  /** Counts from 1. */
  readonly position: number;
  readonly total: number;
}

interface StepStarted extends StepReference {
  readonly type: "step_started";
  readonly name: string;
  readonly part: StepPart;
  readonly log: string;
}

interface ProcessStarted extends StepReference {
  readonly type: "process_started";
  readonly tool: string;
  /** The argument list, secrets masked. */
  readonly command: readonly string[];
  /** Of the process and of its group. */
  readonly pid: number;
  readonly processStart: string | null;
  readonly ownsState: boolean;
}

interface ProcessEnded extends StepReference {
  readonly type: "process_ended";
  readonly pid: number;
  readonly exitCode: number | null;
}

interface StepOutput {
  readonly type: "step_output";
  readonly task: string;
  readonly step: string;
  /** Whole lines, secrets masked. */
  readonly text: string;
}

interface StepFinished extends StepReference {
  readonly type: "step_finished";
  readonly outcome: StepOutcome;
  readonly changed: boolean;
  readonly exitCode: number | null;
  readonly durationMs: number;
}

interface StepRetried extends StepReference {
  readonly type: "step_retried";
  readonly delayMs: number;
  readonly verdict: { readonly kind: FailureKind; readonly rule: string; readonly line: string | null };
}

interface TaskFinished {
  readonly type: "task_finished";
  readonly result: TaskResult;
}

interface RunInterrupted {
  readonly type: "run_interrupted";
  readonly signal: InterruptSignal;
  /** False for the first signal, true for those after it: they are not forwarded. */
  readonly isRepeated: boolean;
  /** The programs that the run still waits for. */
  readonly waitingFor: readonly string[];
}

interface RunFinished {
  readonly type: "run_finished";
  readonly result: FinishedRun;
}

export type RunEventBody =
  | RunStarted
  | TaskStarted
  | StepStarted
  | ProcessStarted
  | ProcessEnded
  | StepOutput
  | StepFinished
  | StepRetried
  | TaskFinished
  | RunInterrupted
  | RunFinished;

/** What happens in a run, as it happens; all but `step_output` is a line of the journal. `at` is RFC 3339, UTC. */
export type RunEvent = { readonly at: string; readonly run: string } & RunEventBody;
