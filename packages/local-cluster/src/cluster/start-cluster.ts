import { CanaryError } from "@canary/core";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { BuildResult } from "../build/build-cluster.ts";
import { isRunning, readBootId } from "../system/processes.ts";
import type { ProcessIdentity } from "../system/processes.ts";
import { requireCommand } from "../system/run-command.ts";
import { waitUntil } from "../system/wait-until.ts";
import { planAddresses } from "./address-plan.ts";
import { createApiClient } from "./api-client.ts";
import { probeApiServer, probeDns, probeNode } from "./probe-cluster.ts";
import { createCgroup, readCgroupMounts } from "./cgroups.ts";

import type { ClusterPaths } from "./cluster-paths.ts";
import { writeClusterRecord } from "./cluster-record.ts";
import type { ClusterRecord } from "./cluster-record.ts";
import type { StatusReason } from "./cluster-status.ts";
import { connectNode, readRoutes } from "./host-network.ts";
import { claimIndex } from "./index-claim.ts";
import { renderTemplate, templateValues, writeCredentials, writeNodeConfig } from "./node-config.ts";
import type { NodeIdentity } from "./node-config.ts";
import { findCniPlugins, nodeFailure, spawnNode } from "./node-process.ts";
import type { StepReporter } from "./step-reporter.ts";

export interface StartOptions {
  readonly name: string;
  readonly paths: ClusterPaths;
  readonly recipeDirectory: string;
  readonly build: BuildResult;
  readonly signal: AbortSignal | undefined;
  readonly step: StepReporter;
}

/** How long each part may take on a slow host; on two cores all of them together take about six seconds. */
const TIMEOUT_MS = { request: 2_000, apiServer: 90_000, node: 90_000, dns: 60_000 };

/** Starts the cluster from nothing and waits until it is ready. Throws CANARY_CLUSTER_START_FAILED. */
export async function startCluster(options: StartOptions): Promise<void> {
  const { paths, step } = options;
  await mkdir(paths.directory, { recursive: true, mode: 0o700 });
  const index = await claimIndex(paths.directory, readRoutes);
  const node = { clusterName: options.name, nodeName: nodeNameOf(options.name), plan: planAddresses(index) };
  let record: ClusterRecord = {
    schemaVersion: 1,
    name: options.name,
    index,
    bootId: await readBootId(),
    buildDirectory: options.build.directory,
    phase: "starting",
    startedAt: new Date().toISOString(),
  };
  await writeClusterRecord(paths.record, record);
  await step("credentials", async () => prepare(node, options));
  const processes = await step("node", async () =>
    spawnNode(node, paths, { ...options.build, recipeDirectory: options.recipeDirectory }),
  );
  record = { ...record, ...processes };
  await writeClusterRecord(paths.record, record);
  await step("network", async () => connect(node, processes.node, paths));
  await waitForCluster(node, record, options);
  await writeClusterRecord(paths.record, { ...record, phase: "up" });
}

export function nodeNameOf(clusterName: string): string {
  return `canary-${clusterName}`;
}

/** The node may end before it is connected; what it said then matters, not that it cannot be connected. */
async function connect(node: NodeIdentity, first: ProcessIdentity, paths: ClusterPaths): Promise<void> {
  try {
    await connectNode(node.plan, first.pid);
  } catch (error) {
    throw (await isRunning(first)) ? error : await nodeFailure("the node ended", paths);
  }
}

async function prepare(node: NodeIdentity, options: StartOptions): Promise<void> {
  const { paths, build } = options;
  const plugins = await findCniPlugins();
  if (plugins === undefined) {
    throw new CanaryError(
      "the CNI plug-in ptp was not found in /usr/lib/cni, /opt/cni/bin or /usr/libexec/cni",
      {
        code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
        hint: "Install the package containernetworking-plugins.",
      },
    );
  }
  await createCgroup(node.plan.cgroup, await readCgroupMounts());
  const values = { ...templateValues(node, paths), CNI_PLUGINS: plugins };
  await writeNodeConfig(options.recipeDirectory, paths, values);
  await writeCredentials(path.join(build.binDirectory, "helper"), paths, node);
}

async function waitForCluster(
  node: NodeIdentity,
  record: ClusterRecord,
  options: StartOptions,
): Promise<void> {
  const { step } = options;
  const api = await createApiClient(node.plan.nodeIp, options.paths.pki, TIMEOUT_MS.request);
  const wait = async (ask: () => Promise<StatusReason | undefined>, timeoutMs: number): Promise<void> =>
    waitFor({ ask, timeoutMs, record, options });
  await step("api-server", async () => wait(async () => probeApiServer(api), TIMEOUT_MS.apiServer));
  await applyDns(node, options);
  await step("node-ready", async () => wait(async () => probeNode(api, node.nodeName), TIMEOUT_MS.node));
  await step("dns", async () => wait(async () => probeDns(api), TIMEOUT_MS.dns));
}

interface Wait {
  readonly ask: () => Promise<StatusReason | undefined>;
  readonly timeoutMs: number;
  readonly record: ClusterRecord;
  readonly options: StartOptions;
}

/** Waits until there is no reason left; fails as soon as the node has ended. */
async function waitFor({ ask, timeoutMs, record, options }: Wait): Promise<void> {
  let reason: StatusReason | undefined;
  const outcome = await waitUntil(
    async () => {
      reason = await ask();
      if (reason === undefined) return "ready" as const;
      return record.node !== undefined && !(await isRunning(record.node)) ? ("ended" as const) : undefined;
    },
    { timeoutMs, everyMs: 50, signal: options.signal },
  );
  if (outcome === "ready") return;
  const message =
    outcome === "ended" ? "the node ended" : `not ready after ${timeoutMs / 1000} s: ${reason?.message}`;
  throw await nodeFailure(message, options.paths);
}

async function applyDns(node: NodeIdentity, options: StartOptions): Promise<void> {
  const file = path.join(options.recipeDirectory, "manifests", "coredns.yaml");
  const manifest = renderTemplate(await readFile(file, "utf8"), templateValues(node, options.paths));
  const kubectl = path.join(options.build.binDirectory, "kubectl");
  const args = ["--kubeconfig", options.paths.kubeconfig, "apply", "--server-side", "-f", "-"];
  // the node is on this host: no proxy that the caller's environment may name can reach it
  await requireCommand(kubectl, args, { input: manifest, env: { HOME: options.paths.directory } });
}
