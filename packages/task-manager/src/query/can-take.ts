import type { StoredTask } from "../snapshot/store-snapshot.ts";

/**
 * Whether somebody could take a task now that waits for nothing: it is pending and nobody holds a claim, or it was begun
 * under a claim that ended, as of a worker that died.
 */
export function canTake({ claim, endedClaim, status }: StoredTask): boolean {
  if (claim !== undefined) return false;
  return status === "pending" || (status === "in_progress" && endedClaim !== undefined);
}
