import { buildLayout } from "../build/build-layout.ts";
import { isRunning, readBootId } from "../system/processes.ts";
import { planAddresses } from "./address-plan.ts";
import { createApiClient } from "./api-client.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import { readClusterRecord } from "./cluster-record.ts";
import type { ClusterRecord } from "./cluster-record.ts";
import type { ClusterState, ClusterStatus, StatusReason } from "./cluster-status.ts";
import { hasLink } from "./host-network.ts";
import { probeCluster, readExits } from "./probe-cluster.ts";
import { nodeNameOf } from "./start-cluster.ts";

/** A request's: far more than a busy machine takes, because phase infra makes a cluster anew that does not answer. */
const TIMEOUT_MS = 15_000;

interface Finding {
  readonly state: ClusterState;
  readonly reasons: readonly StatusReason[];
}

/** Looks at a cluster without changing anything; `isBusy` says whether an `up` or a `down` is at work. */
export async function readStatus(
  name: string,
  paths: ClusterPaths,
  isBusy: () => Promise<boolean>,
): Promise<ClusterStatus> {
  const record = await readClusterRecord(paths.record);
  const base = {
    name,
    provider: "local" as const,
    kubeconfigPath: paths.kubeconfig,
    stateDirectory: paths.directory,
    context: `canary-${name}`,
  };
  if (record === undefined) return { ...base, state: "absent", reasons: [] };
  const plan = planAddresses(record.index);
  return {
    ...base,
    ...(await findState(record, paths, isBusy)),
    server: `https://${plan.nodeIp}:6443`,
    nodeName: nodeNameOf(name),
    binDirectory: buildLayout(record.buildDirectory).bin,
    toolsDirectory: paths.tools,
    startedAt: record.startedAt,
    restarted: await readExits(paths.exits),
    addresses: { node: plan.nodeIp, pods: plan.podCidr, services: plan.serviceCidr },
  };
}

async function findState(
  record: ClusterRecord,
  paths: ClusterPaths,
  isBusy: () => Promise<boolean>,
): Promise<Finding> {
  if (record.bootId !== (await readBootId())) return dead("rebooted", "the host was restarted since");
  if (record.phase === "starting") {
    if (await isBusy()) return { state: "starting", reasons: [] };
    return dead("interrupted", "it was being started, and that was interrupted");
  }
  if (record.node === undefined || !(await isRunning(record.node))) {
    return dead("node-ended", "the node's first process has ended");
  }
  const plan = planAddresses(record.index);
  if (!(await hasLink(plan))) {
    const message = `the interface ${plan.interfaceName} to the node is gone`;
    return { state: "degraded", reasons: [{ code: "unlinked", message }] };
  }
  const reasons = await probeCluster(
    await createApiClient(plan.nodeIp, paths.pki, TIMEOUT_MS),
    nodeNameOf(record.name),
  );
  return { state: reasons.length === 0 ? "ready" : "degraded", reasons };
}

function dead(code: StatusReason["code"], message: string): Finding {
  return { state: "dead", reasons: [{ code, message }] };
}
