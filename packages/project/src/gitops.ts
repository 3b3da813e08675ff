import { CanaryError } from "@canary/core";
import {
  bootstrap,
  buildCommit,
  isAncestor,
  pushCommit,
  readProject,
  readRoot,
  readServedCommit,
  refreshApplications,
  resolveCommit,
  waitSettled,
} from "@canary/gitops";
import type { BuiltCommit, Delivery, WaitProgress } from "@canary/gitops";
import type { ClusterEvent } from "@canary/local-cluster";
import { buildManifests, openProjectCluster } from "./clusters.ts";
import type { GitOpsCluster } from "./gitops-cluster.ts";

export { isHeld, isSettled, isWaiting, openInterface } from "@canary/gitops";
export type { ApplicationStatus, Delivery, InterfaceName, WaitProgress } from "@canary/gitops";

/** Which commit is meant: a revision, or the working tree. */
export type PushSource = { readonly revision: string } | "worktree";

export interface GitOpsStatus {
  /** What the cluster's own Git server serves; null where the repository is elsewhere, or empty. */
  readonly served: string | null;
  /** What there is of the project that was asked for, or all. */
  readonly delivery: Delivery;
}

export interface BootstrapProgress {
  readonly onEvent?: (event: ClusterEvent) => void;
  readonly onStep?: (name: string) => void;
}

/** Installs the Git server with this commit, Argo CD and the root Application; returns the commit. */
export async function bootstrapGitOps(
  cluster: GitOpsCluster,
  from: PushSource,
  { onStep, onEvent }: BootstrapProgress = {},
): Promise<string> {
  // A local cluster needs the images of the platform, which its own start does not bring.
  if (cluster.overlay === "local") {
    const wanted = { name: cluster.name, provider: "local", parts: ["platform"] } as const;
    await openProjectCluster({ ...wanted, ...(onEvent && { onEvent }) }).up(signalOf(cluster));
  }
  return withCommit(cluster, { from, onEvent }, async (built) => {
    await bootstrap({ ...cluster, built, ...(onStep && { onStep }) });
    return built.commit;
  });
}

export interface PushedCommit {
  readonly commit: string;
  /** The commit of the user's that it stands on. */
  readonly base: string;
  readonly changed: boolean;
}

/**
 * Puts a commit into the cluster's repository; Argo CD is told by that. Where Argo CD reads the user's own repository, nothing is
 * pushed: it is asked to look there. Throws CANARY_GITOPS_NOT_PUSHED when it does not find the commit.
 */
export async function pushGitOps(cluster: GitOpsCluster, from: PushSource): Promise<PushedCommit> {
  if (cluster.overlay === "remote") return expectPushed(cluster, from);
  return withCommit(cluster, { from }, async (built) => ({
    commit: built.commit,
    base: built.base,
    changed: await pushCommit(cluster.target, built),
  }));
}

export interface PlannedCommit extends PushedCommit {
  /** What brings it to Argo CD, a sentence; null where it is there. */
  readonly advice: string | null;
}

/** What a push would do; nothing is changed. */
export async function planGitOps(cluster: GitOpsCluster, from: PushSource): Promise<PlannedCommit> {
  if (cluster.overlay === "remote") {
    const commit = await resolvePushable(cluster, from);
    const { revision } = await readRoot(cluster.target);
    const changed = revision !== commit;
    const advice = changed
      ? await howToDeliver(cluster, commit, { read: revision, afterwards: "`canary gitops push`" })
      : null;
    return { commit, base: commit, changed, advice };
  }
  return withCommit(cluster, { from }, async ({ commit, base }) => {
    const changed = (await readServedCommit(cluster.target)) !== commit;
    return { commit, base, changed, advice: changed ? "`canary gitops push`" : null };
  });
}

async function expectPushed(cluster: GitOpsCluster, from: PushSource): Promise<PushedCommit> {
  const commit = await resolvePushable(cluster, from);
  const { revision: before } = await readRoot(cluster.target);
  const pushed = { commit, base: commit, changed: before !== commit };
  if (!pushed.changed) return pushed;
  const { revision, message } = await refreshApplications(cluster.target);
  if (revision === commit) return pushed;
  const read = revision === null || revision === "" ? "nothing" : revision.slice(0, 12);
  const because = message === null ? "" : `: ${message}`;
  throw new CanaryError(`Argo CD reads ${read}, not ${commit.slice(0, 12)}${because}`, {
    code: "CANARY_GITOPS_NOT_PUSHED",
    hint: await howToDeliver(cluster, commit, { read: revision, afterwards: "run this again" }),
    details: { read: revision, expected: commit },
  });
}

const BRANCH = "the branch that argocd/root/overlays/remote/repository.yaml names";

interface Reading {
  /** The commit that Argo CD has read; null or empty when none. */
  readonly read: string | null;
  /** What to do once the two are together. */
  readonly afterwards: string;
}

/** Somebody else may have pushed since: then another push would be refused. */
async function howToDeliver(
  { root }: GitOpsCluster,
  expected: string,
  { read, afterwards }: Reading,
): Promise<string> {
  const push = `\`git push\` to ${BRANCH}, then ${afterwards}.`;
  if (read === null || read === "" || (await isAncestor(root, read, expected)) === true) return push;
  const isBehind = await isAncestor(root, expected, read);
  if (isBehind === true) return `It reads a later commit of ${BRANCH}: \`git pull\`, then ${afterwards}.`;
  if (isBehind === undefined)
    return `This repository does not have what it reads: \`git fetch\`, then \`git pull\` or \`git push\` on ${BRANCH}, then ${afterwards}.`;
  return `Both have commits that the other lacks: \`git pull\`, then ${push}`;
}

/** On a remote only commits can be, as they are in the user's repository. */
async function resolvePushable({ root }: GitOpsCluster, from: PushSource): Promise<string> {
  if (from !== "worktree") return resolveCommit(root, from.revision);
  throw new CanaryError("Argo CD reads your repository: what is not committed cannot be delivered", {
    code: "CANARY_USAGE",
    hint: "Commit it and `git push`; --worktree is for a cluster with a Git server of its own.",
  });
}

/** What is delivered now, of every Application or of those of one project. */
export async function readGitOps(
  { target, overlay }: GitOpsCluster,
  project?: string,
): Promise<GitOpsStatus> {
  const served = overlay === "local" ? await readServedCommit(target) : undefined;
  return { served: served ?? null, delivery: await readProject(target, project) };
}

export interface WaitGitOpsOptions {
  readonly project?: string | undefined;
  readonly timeoutMs: number;
  readonly onChange?: (progress: WaitProgress) => void;
}

/** Waits until every Application is Synced with what is served, and Healthy or Suspended, or held by a sync window. Throws CANARY_GITOPS_TIMED_OUT. */
export async function waitGitOps(cluster: GitOpsCluster, options: WaitGitOpsOptions): Promise<GitOpsStatus> {
  const served = cluster.overlay === "local" ? await readServedCommit(cluster.target) : undefined;
  return {
    served: served ?? null,
    delivery: await waitSettled(cluster.target, { ...options, commit: served }),
  };
}

interface CommitOptions {
  readonly from: PushSource;
  readonly onEvent?: ((event: ClusterEvent) => void) | undefined;
}

async function withCommit<Result>(
  cluster: GitOpsCluster,
  { from, onEvent }: CommitOptions,
  use: (built: BuiltCommit) => Promise<Result>,
): Promise<Result> {
  const signal = signalOf(cluster);
  const upstreamDirectory = await upstreamFor(cluster, onEvent);
  const built = await buildCommit({ directory: cluster.root, from, upstreamDirectory, ...signal });
  try {
    return await use(built);
  } finally {
    await built.dispose();
  }
}

/** Elsewhere than on the local cluster the overlays take upstream manifests from their releases: there Go is not needed. */
async function upstreamFor(
  cluster: GitOpsCluster,
  onEvent: CommitOptions["onEvent"],
): Promise<string | undefined> {
  if (cluster.overlay === "remote") return undefined;
  const built = await buildManifests({ ...signalOf(cluster), ...(onEvent && { onEvent }) });
  return built.manifestsDirectory;
}

function signalOf({ target: { signal } }: GitOpsCluster): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
