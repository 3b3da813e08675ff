import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CanaryError } from "@canary/core";
import { planHash } from "../plan/plan-hash.ts";
import type { Plan } from "../plan/plan.ts";
import { stillRunning } from "./approval.ts";
import { executeSession } from "./execute-plan.ts";
import type { FinishedRun } from "./finished-run.ts";
import { isRunAlive, readRun } from "./read-run.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunDeps } from "./run-deps.ts";
import { PLAN, RunSession } from "./run-session.ts";

/**
 * Goes on with a run that waited, was interrupted or died: what is done is not done again, the step that was in doubt is,
 * after the task's check. A task that failed begins anew. Throws CANARY_VALUE_UNKNOWN for an unknown run,
 * CANARY_RUN_LOCKED while it is alive, and CANARY_PLAN_STALE when its plan is not what it was.
 */
export async function resumeRun(run: string, deps: RunDeps): Promise<FinishedRun> {
  const record = readRun(deps.runsDirectory, run);
  if (isRunAlive(record)) throw stillRunning(record);
  return executeSession(new RunSession(readRunPlan(record), deps, { history: record }));
}

/** The plan that a run began with. Throws CANARY_PLAN_STALE when it was changed since. */
export function readRunPlan({ directory, plan: hash }: RunRecord): Plan {
  const path = join(directory, PLAN);
  const plan = JSON.parse(readFileSync(path, "utf8")) as Plan;
  if (planHash(plan) === hash) return plan;
  throw new CanaryError(`${path} is not the plan that the run began with`, {
    code: "CANARY_PLAN_STALE",
    hint: "Begin a new run",
    details: { file: path },
  });
}
