import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CanaryError } from "@canary/core";
import {
  formatPlan,
  maskPlan,
  parsePlan,
  planHash,
  readEstimates,
  refuseStalePlan,
} from "@canary/task-master";
import type { Plan } from "@canary/task-master";
import type { PreparedRun } from "./execute-prepared-run.ts";
import { planInputs } from "./plan-inputs.ts";
import { prepareProjectRun } from "./project-run.ts";
import type { PreparedRunWithNotices, ProjectRunDeps } from "./project-run.ts";

/** A plan as it is shown: secrets masked, with its hash and what earlier runs took. */
export interface PlanView extends Plan {
  readonly hash: string;
  /** Median milliseconds of earlier runs in this environment, by task; tasks that never ran are left out. */
  readonly estimates: Readonly<Record<string, number>>;
}

/** What may be shown of a plan. */
export function viewPlan(plan: Plan): PlanView {
  return { ...maskPlan(plan), hash: planHash(plan), estimates: estimatesOf(plan) };
}

/** Writes a plan for `readSavedPlan`, readable by its owner alone. Throws CANARY_USAGE. */
export function savePlan(
  { project, store }: ProjectRunDeps,
  { plan, environment }: PreparedRun,
  path: string,
): void {
  const inputs = planInputs(project, store.read().documents, plan);
  const configured = project.config.environments[environment.name]?.cluster;
  const own = environment.cluster?.name ?? null;
  const facts = { inputs, cluster: own === configured ? null : own, estimates: estimatesOf(plan) };
  try {
    writeFileSync(path, formatPlan(plan, facts), { mode: 0o600 });
  } catch (error) {
    throw new CanaryError(`the plan cannot be written to ${relative(process.cwd(), path)}`, {
      code: "CANARY_USAGE",
      hint: "Name a file in a folder that is there and that you may write to.",
      cause: error,
    });
  }
}

/**
 * The plan of a file that `savePlan` made, made again for the project as it is now. Throws CANARY_USAGE for a file that
 * is none, and CANARY_PLAN_STALE when the two differ.
 */
export async function readSavedPlan(deps: ProjectRunDeps, path: string): Promise<PreparedRunWithNotices> {
  const saved = parsePlan(readPlanText(path), path);
  const { phase, tasks, environment, cluster, direction } = saved;
  const options = { environment, direction, ...(cluster === null ? {} : { cluster }) };
  const selection = { phase, tasks: tasks.map(({ id }) => id) };
  const prepared = await prepareProjectRun(deps, selection, options).catch((error: unknown) => {
    throw sayStale(error);
  });
  const { plan } = prepared;
  refuseStalePlan(saved, { plan, inputs: planInputs(deps.project, deps.store.read().documents, plan) });
  return prepared;
}

function estimatesOf(plan: Plan): PlanView["estimates"] {
  if (plan.direction === "undo") return {};
  const known = readEstimates(join(plan.stateDirectory, "runs"), plan.environment);
  const inPlan = plan.tasks.flatMap(({ id }) => {
    const milliseconds = known.get(id);
    return milliseconds === undefined ? [] : [[id, milliseconds] as const];
  });
  return Object.fromEntries(inPlan);
}

function readPlanText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CanaryError(`the plan ${path} cannot be read`, {
      code: "CANARY_USAGE",
      hint: "Name a file that `canary plan --out FILE` made.",
      cause: error,
    });
  }
}

/** What a plan names and the project does not have any more makes it stale. */
function sayStale(error: unknown): unknown {
  const gone = ["CANARY_TASK_UNKNOWN", "CANARY_VALUE_UNKNOWN", "CANARY_PLAN_CYCLE"];
  if (!(error instanceof CanaryError) || !gone.includes(error.code)) return error;
  return new CanaryError(`The plan is stale: ${error.message}`, {
    code: "CANARY_PLAN_STALE",
    hint: "Make the plan again and have it approved",
    details: error.details,
  });
}
