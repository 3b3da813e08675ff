import { CanaryError } from "@canary/core";
import { access } from "node:fs/promises";
import { buildCluster } from "../build/build-cluster.ts";
import { requireHost } from "../host/check-host.ts";
import { waitUntil } from "../system/wait-until.ts";
import { addParts } from "./add-parts.ts";
import { cleanUp, removeState } from "./clean-up.ts";
import { isLocked, underLock } from "./cluster-lock.ts";
import type { LockedCluster } from "./cluster-lock.ts";
import { resolveStateDirectory } from "./cluster-options.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import { clusterPaths } from "./cluster-paths.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import type { ClusterStatus } from "./cluster-status.ts";
import type { Cluster, DownResult, UpResult, VerbOptions } from "./cluster.ts";
import { linkTools } from "./link-tools.ts";
import { loadImage } from "./load-image.ts";
import { readLogs } from "./read-logs.ts";
import { readStatus } from "./read-status.ts";
import { requireProvider } from "./require-provider.ts";
import { startCluster } from "./start-cluster.ts";
import { createStepReporter } from "./step-reporter.ts";

/** A degraded cluster may be about to recover: its programs are restarted after a second. */
const RECOVERY_MS = 20_000;

/** A cluster of the programs that `buildCluster` makes, in namespaces of its own; see infra/local-cluster/README.md. */
export function openLocalCluster(options: ClusterOptions): Cluster {
  const paths = clusterPaths(resolveStateDirectory(options));
  const cluster = { options, paths };
  return {
    name: options.name,
    provider: "local",
    stateDirectory: paths.directory,
    kubeconfigPath: paths.kubeconfig,
    up: async (verb) => {
      requireRoot();
      await requireProvider(options.name, paths, "local");
      return underLock(cluster, { ...verb, verb: "up" }, async () => up(cluster, verb));
    },
    down: async (verb) => {
      requireRoot();
      await requireProvider(options.name, paths, "local");
      return underLock(cluster, { ...verb, verb: "down" }, async () => down(cluster));
    },
    status: async () => readStatus(options.name, paths, async () => isLocked(cluster)),
    loadImage: async (archive) => loadImage(archive, options.name, paths),
    logs: (component, logOptions) => readLogs(paths.logs, component, logOptions),
  };
}

async function up(cluster: LockedCluster, { signal }: VerbOptions = {}): Promise<UpResult> {
  const { options, paths } = cluster;
  const before = await awaitRecovery(cluster, signal);
  if (before.state === "ready") {
    if (before.binDirectory !== undefined) await linkTools(before.binDirectory, paths);
    return { changed: await addParts(options, paths, signal), status: before };
  }
  const { parts: _later, ...own } = options;
  await requireHost({ ...own, stateDirectory: paths.directory });
  const step = createStepReporter(options.onEvent);
  const build = await buildCluster({ ...own, ...(signal && { signal }) });
  await step("clean", async () => removeAll(paths));
  try {
    await startCluster({ ...options, paths, build, signal, step });
    await linkTools(build.binDirectory, paths);
    await addParts(options, paths, signal);
  } catch (error) {
    await cleanUp(paths);
    await removeState(paths, "logs");
    throw error;
  }
  return { changed: true, status: await status(cluster) };
}

async function down({ options, paths }: LockedCluster): Promise<DownResult> {
  const step = createStepReporter(options.onEvent);
  return step("stop", async () => ({ changed: await removeAll(paths) }));
}

async function removeAll(paths: ClusterPaths): Promise<boolean> {
  const hadState = await access(paths.directory).then(
    () => true,
    () => false,
  );
  const hadRemains = await cleanUp(paths);
  await removeState(paths, "nothing");
  return hadState || hadRemains;
}

/** The status, but a degraded cluster gets some time to become ready again. */
async function awaitRecovery(cluster: LockedCluster, signal?: AbortSignal): Promise<ClusterStatus> {
  let last = await status(cluster);
  await waitUntil(
    async () => {
      last = await status(cluster);
      return last.state !== "degraded";
    },
    { timeoutMs: RECOVERY_MS, everyMs: 250, signal },
  );
  return last;
}

/** As the one who holds the lock sees it: nobody else is starting it. */
async function status({ options, paths }: LockedCluster): Promise<ClusterStatus> {
  return readStatus(options.name, paths, async () => false);
}

/** On another system than Linux root would not help; the host's check says what would. */
function requireRoot(): void {
  if (process.platform !== "linux" || process.getuid?.() === 0) return;
  throw new CanaryError(
    "a local cluster makes namespaces, interfaces and control groups, which only root may",
    {
      code: "CANARY_CLUSTER_NOT_ROOT",
      hint: "Run `sudo make setup`, or use kind and Docker: `make setup PROVIDER=kind`.",
    },
  );
}
