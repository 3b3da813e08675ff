import type { TaskStatus } from "@canary/core";
import type { ExecutionOptions } from "./execute-prepared-run.ts";

/** What a plan is to be made of; plain data, and everything has a default. */
export interface PlanningOptions {
  /** Name of an environment of canary.yaml; its default one when left out. */
  readonly environment?: string;
  /** Another cluster than the environment's. */
  readonly cluster?: string;
  /** Only what could start now. */
  readonly ready?: boolean;
  /** From this task on, in the order of the plan. */
  readonly from?: string;
  /** Up to and with this task, in the order of the plan. */
  readonly until?: string;
  /** Only tasks of this status. */
  readonly status?: TaskStatus;
  /** `undo` walks back. */
  readonly direction?: "run" | "undo";
  /** Values of `${var.…}`, beside the environment's. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** How a run is to be made; everything has a default. */
export type RunContext = PlanningOptions & ExecutionOptions;
