import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CanaryError } from "@canary/core";
import type { Interruption, PreparedRunWithNotices } from "@canary/project";
import { interruptedBy } from "../interruption.ts";
import type { PlannerAnswer, PlannerRequest } from "./planner-message.ts";

/**
 * Plans in a thread that ends afterwards, and with it the memory of playbooks and of what reads them: starting a process
 * costs time in proportion to the memory of its parent. Throws what planning throws, and CANARY_RUN_INTERRUPTED.
 */
export async function planInThread(
  request: PlannerRequest,
  interruption: Interruption,
): Promise<PreparedRunWithNotices> {
  const worker = new Worker(new URL("planner.js", import.meta.url), { workerData: request });
  const abort = new AbortController();
  const unsubscribe = interruption.subscribe((signal) =>
    abort.abort(interruptedBy(signal, "Nothing was run yet: run the same command again.")),
  );
  try {
    const [answer] = (await once(worker, "message", { signal: abort.signal })) as [PlannerAnswer];
    if ("prepared" in answer) return answer.prepared;
    throw new CanaryError(answer.message, answer.error);
  } catch (error) {
    abort.signal.throwIfAborted();
    throw error;
  } finally {
    unsubscribe();
    await worker.terminate();
  }
}
