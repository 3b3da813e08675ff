import type { Evidence, GraphTask, TaskStatus } from "@canary/core";

/** What a transition rests on; the same run, task and status may come twice after a crash and must then change nothing. */
export interface TransitionRecord {
  readonly run: string;
  /** Which try of the run it is, counting from 1: what a resumed run says is news. */
  readonly attempt: number;
  readonly environment: string;
  readonly evidence: readonly Evidence[];
  readonly message?: string;
}

/** One task's new status. */
export interface TaskTransition {
  readonly id: string;
  readonly status: TaskStatus;
  readonly record: TransitionRecord;
}

/** Where tasks and their status are kept. */
export interface TaskLedger {
  /** All tasks as they are now. */
  readonly load: () => Promise<readonly GraphTask[]>;
  /** Records all of these or none; each is about another task. */
  readonly transition: (transitions: readonly TaskTransition[]) => Promise<void>;
}
