import type { Evidence } from "./evidence.ts";
import type { Outcome } from "./outcome.ts";

/** How one task of a run ended. */
export interface TaskResult {
  readonly task: string;
  readonly title: string;
  readonly success: boolean;
  readonly outcome: Outcome;
  /** The last lines that its last step printed, secrets masked. */
  readonly output: string;
  readonly error: TaskFailure | null;
  readonly durationMs: number;
  readonly evidence: readonly Evidence[];
}

/** Why a task did not succeed. */
export interface TaskFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** The argument list that failed, where one did. */
  readonly command: readonly string[] | null;
  readonly exitCode: number | null;
  /** Path of the attempt's log, where there is one. */
  readonly log: string | null;
}

/** How a run ended. */
export interface RunResult {
  readonly run: string;
  readonly phase: string | null;
  readonly environment: string;
  readonly success: boolean;
  readonly tasksCompleted: number;
  readonly tasksFailed: number;
  readonly durationMs: number;
  readonly results: readonly TaskResult[];
}
