import { parentPort, workerData } from "node:worker_threads";
import { isCanaryError } from "@canary/core";
import { openProject } from "@canary/project";
import type { PreparedRunWithNotices } from "@canary/project";
import type { PlannerAnswer, PlannerRequest } from "./planner-message.ts";

/** The thread that plans: see `planInThread`. */
async function answer(request: PlannerRequest): Promise<PlannerAnswer> {
  try {
    return { prepared: await prepare(request) };
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    const { message, code, hint, exitCode, cause, details } = error;
    return { message, error: { code, hint, exitCode, cause, details } };
  }
}

async function prepare({ source, options, ...place }: PlannerRequest): Promise<PreparedRunWithNotices> {
  const project = openProject(place);
  if ("plan" in source) return project.readPlan(source.plan);
  return "resume" in source ? project.prepareResume(source.resume) : project.prepare(source, options);
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a rule for windows; a port has no origin
parentPort?.postMessage(await answer(workerData as PlannerRequest));
