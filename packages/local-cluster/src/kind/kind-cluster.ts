import { CanaryError } from "@canary/core";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { isLocked, underLock } from "../cluster/cluster-lock.ts";
import type { LockedCluster } from "../cluster/cluster-lock.ts";
import { resolveStateDirectory } from "../cluster/cluster-options.ts";
import type { ClusterOptions } from "../cluster/cluster-options.ts";
import { clusterPaths } from "../cluster/cluster-paths.ts";
import type { ClusterStatus } from "../cluster/cluster-status.ts";
import type { Cluster, DownResult, UpResult, VerbOptions } from "../cluster/cluster.ts";
import { requireProvider } from "../cluster/require-provider.ts";
import { createStepReporter } from "../cluster/step-reporter.ts";
import { requireHost } from "../host/check-host.ts";
import { lastLines, requireCommand, runCommand } from "../system/run-command.ts";
import { waitUntil } from "../system/wait-until.ts";
import { kindNameOf, renderKindConfig } from "./kind-config.ts";
import { loadKindImage } from "./load-kind-image.ts";
import { readKindLogs } from "./kind-logs.ts";
import { readKindStatus } from "./kind-status.ts";

const CREATE_TIMEOUT = "180s";
const READY_TIMEOUT_MS = 120_000;

/** The same verbs over kind (https://kind.sigs.k8s.io) and Docker, for hosts without root or without Linux. */
export function openKindCluster(options: ClusterOptions): Cluster {
  const paths = clusterPaths(resolveStateDirectory(options));
  const cluster = { options, paths };
  return {
    name: options.name,
    provider: "kind",
    stateDirectory: paths.directory,
    kubeconfigPath: paths.kubeconfig,
    up: async (verb) => {
      await requireProvider(options.name, paths, "kind");
      return underLock(cluster, { ...verb, verb: "up" }, async () => up(cluster, verb));
    },
    down: async (verb) => {
      await requireProvider(options.name, paths, "kind");
      return underLock(cluster, { ...verb, verb: "down" }, async () => down(cluster));
    },
    status: async () => readKindStatus(options.name, paths, async () => isLocked(cluster)),
    loadImage: async (archive) => loadKindImage(archive, options.name),
    logs: (component, logOptions) => readKindLogs(options.name, component, logOptions),
  };
}

async function up(cluster: LockedCluster, { signal }: VerbOptions = {}): Promise<UpResult> {
  const { options, paths } = cluster;
  await requireHost({ ...options, provider: "kind" });
  const before = await status(cluster);
  if (before.state === "ready") return { changed: false, status: before };
  const step = createStepReporter(options.onEvent);
  if (before.state !== "absent") await step("clean", async () => remove(cluster));
  await step("node", async () => create(cluster, signal));
  const after = await step("node-ready", async () => awaitReady(cluster, signal));
  if (after.state === "ready") return { changed: true, status: after };
  throw new CanaryError(
    `the cluster is not ready: ${after.reasons.map(({ message }) => message).join("; ")}`,
    {
      code: "CANARY_CLUSTER_START_FAILED",
      hint: `Read \`kind export logs --name ${kindNameOf(options.name)}\`, and what is in ${paths.directory}.`,
    },
  );
}

async function create({ options, paths }: LockedCluster, signal?: AbortSignal): Promise<void> {
  const name = kindNameOf(options.name);
  await mkdir(paths.directory, { recursive: true, mode: 0o700 });
  await writeFile(paths.kindConfig, renderKindConfig(name));
  const args = ["create", "cluster", "--name", name, "--config", paths.kindConfig];
  const result = await runCommand(
    "kind",
    [...args, "--kubeconfig", paths.kubeconfig, "--wait", CREATE_TIMEOUT],
    signal === undefined ? {} : { signal },
  );
  if (result.exitCode !== 0) {
    throw new CanaryError(`kind could not create the cluster:\n${lastLines(result.stderr, 10)}`, {
      code: "CANARY_CLUSTER_START_FAILED",
      hint: "See that Docker runs and can pull the node image, then run it again: what is half is removed first.",
    });
  }
  const rename = ["config", "rename-context", `kind-${name}`, name, "--kubeconfig", paths.kubeconfig];
  await requireCommand("kubectl", rename);
  await chmod(paths.kubeconfig, 0o600);
}

async function awaitReady(cluster: LockedCluster, signal?: AbortSignal): Promise<ClusterStatus> {
  let last = await status(cluster);
  await waitUntil(
    async () => {
      last = await status(cluster);
      return last.state === "ready";
    },
    { timeoutMs: READY_TIMEOUT_MS, everyMs: 500, signal },
  );
  return last;
}

async function down(cluster: LockedCluster): Promise<DownResult> {
  const step = createStepReporter(cluster.options.onEvent);
  const before = await status(cluster);
  await step("stop", async () => remove(cluster));
  return { changed: before.state !== "absent" };
}

async function remove({ options, paths }: LockedCluster): Promise<void> {
  const args = ["delete", "cluster", "--name", kindNameOf(options.name), "--kubeconfig", paths.kubeconfig];
  const result = await runCommand("kind", args);
  if (result.exitCode !== 0) {
    throw new CanaryError(`kind could not delete the cluster:\n${lastLines(result.stderr, 10)}`, {
      code: "CANARY_CLUSTER_STOP_FAILED",
      hint: "See that Docker runs, then run `canary cluster down` again.",
    });
  }
  await rm(paths.directory, { recursive: true, force: true });
}

async function status({ options, paths }: LockedCluster): Promise<ClusterStatus> {
  return readKindStatus(options.name, paths, async () => false);
}
