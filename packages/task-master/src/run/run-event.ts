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
  /** The cluster that was named instead of the environment's, or null. */
  readonly cluster: string | null;
  /** The canary process, and when it began. */
  readonly pid: number;
  readonly processStart: string | null;
}

interface RunResumed {
  readonly type: "run_resumed";
  readonly pid: number;
  readonly processStart: string | null;
}

/** The canary process died; what it left behind was seen to by a later one. */
interface RunDied {
  readonly type: "run_died";
}

/** A process that a dead canary left behind. */
interface OrphanFound {
  readonly type: "orphan_found";
  readonly of: string;
  readonly tool: string;
  readonly pid: number;
  /** A tool that owns state is waited for, others are ended. */
  readonly action: "awaited" | "ended";
}

interface LockAwaited {
  readonly type: "lock_awaited";
  readonly task: string;
  readonly resource: string;
  /** The run that holds it. */
  readonly heldBy: string;
  readonly pid: number;
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

/** Written before the process is there, so that it can be found whenever canary dies. */
interface ProcessStarting extends StepReference {
  readonly type: "process_starting";
  /** Unique; the process has it as CANARY_PROCESS in its environment. */
  readonly process: string;
  readonly tool: string;
  /** The argument list, secrets masked. */
  readonly command: readonly string[];
  readonly ownsState: boolean;
}

interface ProcessStarted {
  readonly type: "process_started";
  readonly process: string;
  /** Of the process and of its group. */
  readonly pid: number;
  readonly processStart: string | null;
}

interface ProcessEnded {
  readonly type: "process_ended";
  readonly process: string;
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

/** A step that passed before the run was resumed. */
interface StepReused {
  readonly type: "step_reused";
  readonly task: string;
  readonly step: string;
}

/** A task waits for a person's yes. */
interface ApprovalAwaited {
  readonly type: "approval_awaited";
  readonly task: string;
  readonly step: string;
  readonly message: string;
}

/** A person's yes to an `approve` step, for this plan and until that time. */
interface StepApproved {
  readonly type: "step_approved";
  readonly task: string;
  readonly step: string;
  readonly by: string;
  readonly reason: string | null;
  readonly plan: string;
  readonly expiresAt: string;
}

interface TaskFinished {
  readonly type: "task_finished";
  readonly result: TaskResult;
}

/** The time of all of the run is up; it ends as at an interruption. */
interface RunTimedOut {
  readonly type: "run_timed_out";
  readonly timeoutMs: number;
}

interface RunInterrupted {
  readonly type: "run_interrupted";
  readonly signal: InterruptSignal;
  /** False for the first signal, true for those after it: they are not forwarded. */
  readonly isRepeated: boolean;
  /** The programs that the run still waits for. */
  readonly waitingFor: readonly string[];
}

/** The results are in the `task_finished` events. */
interface RunFinished extends Omit<FinishedRun, "results" | "run"> {
  readonly type: "run_finished";
}

export type RunEventBody =
  | RunStarted
  | RunResumed
  | RunDied
  | OrphanFound
  | LockAwaited
  | TaskStarted
  | StepStarted
  | ProcessStarting
  | ProcessStarted
  | ProcessEnded
  | StepOutput
  | StepFinished
  | StepRetried
  | StepReused
  | ApprovalAwaited
  | StepApproved
  | TaskFinished
  | RunTimedOut
  | RunInterrupted
  | RunFinished;

/** What happens in a run, as it happens; all but `step_output` is a line of the journal. `at` is RFC 3339, UTC. */
export type RunEvent = { readonly at: string; readonly run: string } & RunEventBody;
