import { acquireHostLock } from "../system/host-lock.ts";
import type { HostLock } from "../system/host-lock.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import type { ClusterPaths } from "./cluster-paths.ts";

const LOCK_TIMEOUT_MS = 10 * 60_000;

export interface LockedCluster {
  readonly options: ClusterOptions;
  readonly paths: ClusterPaths;
}

/** Does work that changes the cluster while nobody else does. Throws CANARY_CLUSTER_LOCKED. */
export async function underLock<T>(cluster: LockedCluster, verb: string, work: () => Promise<T>): Promise<T> {
  const { name, onEvent, lockTimeoutMs = LOCK_TIMEOUT_MS } = cluster.options;
  const onWait = (owner: string): void => onEvent?.({ kind: "waiting", subject: `cluster ${name}`, owner });
  const lock = await lockCluster(cluster, { verb, timeoutMs: lockTimeoutMs, onWait });
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

/** Whether an `up` or a `down` of the cluster is at work. */
export async function isLocked(cluster: LockedCluster): Promise<boolean> {
  try {
    await (await lockCluster(cluster, { verb: "status", timeoutMs: 0 })).release();
    return false;
  } catch {
    return true;
  }
}

interface LockRequest {
  readonly verb: string;
  readonly timeoutMs: number;
  readonly onWait?: (owner: string) => void;
}

async function lockCluster({ options, paths }: LockedCluster, request: LockRequest): Promise<HostLock> {
  return acquireHostLock(`cluster ${paths.directory}`, { subject: `cluster "${options.name}"`, ...request });
}
