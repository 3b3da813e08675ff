import { CanaryError } from "@canary/core";
import {
  bootstrap,
  buildCommit,
  isAt,
  pushCommit,
  readRooted,
  readServedCommit,
  refreshApplications,
  resolveCommit,
} from "@canary/gitops";
import type { BuiltCommit } from "@canary/gitops";
import type { ClusterEvent } from "@canary/local-cluster";
import { buildManifests, openProjectCluster } from "./clusters.ts";
import type { GitOpsCluster } from "./gitops-cluster.ts";
import { adviceFor, howToDeliver } from "./how-to-deliver.ts";

export { isAt, isHeld, isSettled, isWaiting, openInterface } from "@canary/gitops";
export type { ApplicationStatus, Delivery, InterfaceName, WaitProgress } from "@canary/gitops";

/** Which commit is meant: a revision, or the working tree. */
export type PushSource = { readonly revision: string } | "worktree";

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
  if (cluster.overlay === "remote") await resolvePushable(cluster, from);
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
  const { commit, base } = await commitOf(cluster, from);
  const { target, overlay } = cluster;
  const read =
    overlay === "local" ? await readServedCommit(target) : (await readRooted(target)).root.revision;
  const advice = await adviceFor(cluster, commit, read);
  return { commit, base, changed: advice !== null, advice };
}

/** The commit that a push would deliver, and the one of the user's that it stands on. */
export async function commitOf(
  cluster: GitOpsCluster,
  from: PushSource,
): Promise<Pick<PushedCommit, "commit" | "base">> {
  if (cluster.overlay === "local")
    return withCommit(cluster, { from }, ({ commit, base }) => Promise.resolve({ commit, base }));
  const commit = await resolvePushable(cluster, from);
  return { commit, base: commit };
}

async function expectPushed(cluster: GitOpsCluster, from: PushSource): Promise<PushedCommit> {
  const commit = await resolvePushable(cluster, from);
  const delivery = await readRooted(cluster.target);
  const pushed = { commit, base: commit, changed: delivery.root.revision !== commit };
  if (delivery.applications.every((application) => isAt(commit, application, delivery))) return pushed;
  let root = await refreshApplications(cluster.target);
  // Argo CD forgets that it was asked when it is just comparing: what it reads after the second time counts.
  if (root.revision !== commit) root = await refreshApplications(cluster.target);
  const { revision, message } = root;
  if (revision === commit) return pushed;
  const read = revision === null || revision === "" ? "nothing" : revision.slice(0, 12);
  const because = message === null ? "" : `: ${message}`;
  throw new CanaryError(`Argo CD reads ${read}, not ${commit.slice(0, 12)}${because}`, {
    code: "CANARY_GITOPS_NOT_PUSHED",
    hint: await howToDeliver(cluster, commit, { read: revision, afterwards: "run this again" }),
    details: { read: revision, expected: commit },
  });
}

/** On a remote only commits can be, as they are in the user's repository. */
async function resolvePushable({ root, target }: GitOpsCluster, from: PushSource): Promise<string> {
  if (from !== "worktree") return resolveCommit(root, from.revision, target.signal);
  throw new CanaryError("Argo CD reads your repository: what is not committed cannot be delivered", {
    code: "CANARY_USAGE",
    hint: "Commit it and `git push`; --worktree is for a cluster with a Git server of its own.",
  });
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
