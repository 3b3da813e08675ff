import type { CanaryErrorOptions } from "@canary/core";
import type { PlanningOptions, PreparedRunWithNotices, RunTarget } from "@canary/project";

/** What the planner is asked for: a target, or the plan of a file. Plain data. */
export interface PlannerRequest {
  readonly cwd: string;
  readonly configFile: string | undefined;
  readonly program: string;
  readonly target: RunTarget | { readonly plan: string };
  readonly options: PlanningOptions;
}

/** What it answers: the run, or the facts of a CanaryError, which loses its class between threads. */
export type PlannerAnswer =
  | { readonly prepared: PreparedRunWithNotices }
  | { readonly message: string; readonly error: CanaryErrorOptions };
