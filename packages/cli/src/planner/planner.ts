import { parentPort, workerData } from "node:worker_threads";
import { isCanaryError } from "@canary/core";
import { openProject } from "@canary/project";
import type { PlannerAnswer, PlannerRequest } from "./planner-message.ts";

/** The thread that plans: see `planInThread`. */
async function answer({ target, options, ...place }: PlannerRequest): Promise<PlannerAnswer> {
  try {
    const project = openProject(place);
    const prepared =
      "plan" in target ? await project.readPlan(target.plan) : await project.prepare(target, options);
    return { prepared };
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    const { message, code, hint, exitCode, cause, details } = error;
    return { message, error: { code, hint, exitCode, cause, details } };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a rule for windows; a port has no origin
parentPort?.postMessage(await answer(workerData as PlannerRequest));
