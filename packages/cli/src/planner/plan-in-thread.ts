import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CanaryError } from "@canary/core";
import type { PreparedRunWithNotices } from "@canary/project";
import type { PlannerAnswer, PlannerRequest } from "./planner-message.ts";

/**
 * Plans in a thread that ends afterwards, and with it the memory of playbooks and of what reads them: starting a process
 * costs time in proportion to the memory of its parent. Throws what planning throws.
 */
export async function planInThread(request: PlannerRequest): Promise<PreparedRunWithNotices> {
  const worker = new Worker(new URL("planner.js", import.meta.url), { workerData: request });
  try {
    const [answer] = (await once(worker, "message")) as [PlannerAnswer];
    if ("prepared" in answer) return answer.prepared;
    throw new CanaryError(answer.message, answer.error);
  } finally {
    await worker.terminate();
  }
}
