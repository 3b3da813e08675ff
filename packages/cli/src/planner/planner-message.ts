import type { CanaryErrorOptions } from "@canary/core";
import type { PlanningOptions, PreparedRunWithNotices, RunTarget } from "@canary/project";

/** What a run is made from: a target, the plan of a file, or an earlier run, which is the latest where it is not named. */
export type RunSource = RunTarget | { readonly plan: string } | { readonly resume: string | undefined };

/** What the planner is asked for; plain data. */
export interface PlannerRequest {
  readonly cwd: string;
  readonly configFile: string | undefined;
  readonly program: string;
  readonly source: RunSource;
  readonly options: PlanningOptions;
}

/** What it answers: the run, or the facts of a CanaryError, which loses its class between threads. */
export type PlannerAnswer =
  | { readonly prepared: PreparedRunWithNotices }
  | { readonly message: string; readonly error: CanaryErrorOptions };
