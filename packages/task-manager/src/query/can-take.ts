import { isReady, openDependencies } from "@canary/core";
import type { TaskGraph } from "@canary/core";
import type { StoredTask } from "../snapshot/store-snapshot.ts";

/**
 * Whether somebody could take this task now: it is ready and nobody holds a claim, or it was begun under a claim that
 * ended, as of a worker that died.
 */
export function canTake(graph: TaskGraph<StoredTask>, task: StoredTask): boolean {
  if (task.claim !== undefined) return false;
  if (isReady(graph, task)) return true;
  const isAbandoned = task.status === "in_progress" && task.endedClaim !== undefined;
  return isAbandoned && openDependencies(graph, task).length === 0;
}
