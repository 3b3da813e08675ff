import { readDeliveryOf, readServedCommit, waitSettled } from "@canary/gitops";
import type { Delivery, WaitProgress } from "@canary/gitops";
import { commitOf } from "./gitops.ts";
import type { PushSource } from "./gitops.ts";
import type { GitOpsCluster } from "./gitops-cluster.ts";
import { adviceFor } from "./how-to-deliver.ts";

export interface GitOpsStatus {
  /** What the cluster's own Git server serves; null where the repository is elsewhere, or empty. */
  readonly served: string | null;
  /** What there is of the project that was asked for, or all. */
  readonly delivery: Delivery;
  /** The commit that was asked for; null when none was. */
  readonly expected: string | null;
  /** What brings that commit to Argo CD, a sentence; null where it is there, or none was asked for. */
  readonly advice: string | null;
}

export interface ReadGitOpsOptions {
  /** Only the Applications of this project; of every one when left out. */
  readonly project?: string | undefined;
  /** What is to be delivered, to be compared with what is. */
  readonly from?: PushSource | undefined;
}

/** What is delivered now. */
export async function readGitOps(
  cluster: GitOpsCluster,
  { project, from }: ReadGitOpsOptions = {},
): Promise<GitOpsStatus> {
  const expected = await expectedOf(cluster, from);
  const served = await readServed(cluster);
  return compare(cluster, { expected, served, delivery: await readDeliveryOf(cluster.target, project) });
}

export interface WaitGitOpsOptions extends ReadGitOpsOptions {
  readonly timeoutMs: number;
  readonly onChange?: (progress: WaitProgress) => void;
}

/**
 * Waits until every Application is Synced and Healthy or Suspended, or held by a sync window: with what the cluster's own Git
 * server serves; elsewhere with the commit that is asked for, or else with what the root Application reads. Throws
 * CANARY_GITOPS_TIMED_OUT.
 */
export async function waitGitOps(
  cluster: GitOpsCluster,
  { from, ...options }: WaitGitOpsOptions,
): Promise<GitOpsStatus> {
  const expected = await expectedOf(cluster, from);
  const served = await readServed(cluster);
  const commit = served ?? expected ?? undefined;
  return compare(cluster, {
    expected,
    served,
    delivery: await waitSettled(cluster.target, { ...options, commit }),
  });
}

async function expectedOf(cluster: GitOpsCluster, from: PushSource | undefined): Promise<string | null> {
  return from === undefined ? null : (await commitOf(cluster, from)).commit;
}

async function readServed({ overlay, target }: GitOpsCluster): Promise<string | null> {
  return overlay === "local" ? ((await readServedCommit(target)) ?? null) : null;
}

async function compare(cluster: GitOpsCluster, read: Omit<GitOpsStatus, "advice">): Promise<GitOpsStatus> {
  const { expected, served, delivery } = read;
  const has = cluster.overlay === "local" ? served : delivery.root?.revision;
  return { ...read, advice: expected === null ? null : await adviceFor(cluster, expected, has) };
}
