import { acquireHostLock, findLockOwner } from "../system/host-lock.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import type { VerbOptions } from "./cluster.ts";

const LOCK_TIMEOUT_MS = 10 * 60_000;

export interface LockedVerb extends VerbOptions {
  readonly verb: "up" | "down";
}

export interface LockedCluster {
  readonly options: ClusterOptions;
  readonly paths: ClusterPaths;
}

/** Does work that changes the cluster while nobody else does. Throws CANARY_CLUSTER_LOCKED. */
export async function underLock<T>(
  cluster: LockedCluster,
  { verb, signal }: LockedVerb,
  work: () => Promise<T>,
): Promise<T> {
  const { name, onEvent, lockTimeoutMs = LOCK_TIMEOUT_MS } = cluster.options;
  const onWait = (owner: string): void => onEvent?.({ kind: "waiting", subject: `cluster ${name}`, owner });
  const lock = await acquireHostLock(keyOf(cluster), {
    subject: `cluster "${name}"`,
    verb,
    timeoutMs: lockTimeoutMs,
    onWait,
    signal,
  });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Whether an `up` or a `down` of the cluster is at work. */
export async function isLocked(cluster: LockedCluster): Promise<boolean> {
  return (await findLockOwner(keyOf(cluster))) !== undefined;
}

function keyOf({ paths }: LockedCluster): string {
  return `cluster ${paths.directory}`;
}
