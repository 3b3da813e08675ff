import type { Diagnostic } from "@canary/core";
import type { Interruption, RunEvent } from "@canary/task-master";

/** How a plan or a run is to be made; everything has a default. */
export interface RunContext {
  /** Name of an environment of canary.yaml; its default one when left out. */
  readonly environment?: string;
  /** Another cluster than the environment's. */
  readonly cluster?: string;
  /** How many tasks may run at once; 1 by default. */
  readonly jobs?: number;
  readonly keepGoing?: boolean;
  /** Only what could start now. */
  readonly ready?: boolean;
  /** From this task on, in the order of the plan. */
  readonly from?: string;
  /** Up to and with this task, in the order of the plan. */
  readonly until?: string;
  /** `undo` walks back. */
  readonly direction?: "run" | "undo";
  /** Values of `${var.…}`, beside the environment's. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: RunEvent) => void;
  /** Told what is odd about the playbooks, such as an entry of no task. */
  readonly onNotice?: (notice: Diagnostic) => void;
  /** Delivers the signals that end the run; none by default. */
  readonly interruption?: Interruption;
}
