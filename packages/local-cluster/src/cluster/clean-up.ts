import { rm } from "node:fs/promises";
import { readBootId } from "../system/processes.ts";
import { planAddresses } from "./address-plan.ts";
import { readCgroupMounts, removeCgroup } from "./cgroups.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import { readClusterRecord } from "./cluster-record.ts";
import { disconnectNode } from "./host-network.ts";
import { findClaim, releaseIndex } from "./index-claim.ts";
import { killNode } from "./node-process.ts";

/**
 * Removes everything that a cluster made on the host, however far it came and however it ended: processes (and with them
 * namespaces and mounts), link and routes, control groups, its index. The state directory stays. True when there was something.
 */
export async function cleanUp(paths: ClusterPaths): Promise<boolean> {
  const hadProcesses = await killNode(paths.directory);
  const index = await findIndex(paths);
  if (index === undefined) return hadProcesses;
  const plan = planAddresses(index);
  const hadLink = await disconnectNode(plan);
  const hadCgroup = await removeCgroup(plan.cgroup, await readCgroupMounts());
  await releaseIndex(index);
  return hadProcesses || hadLink || hadCgroup;
}

/** Removes what `start` writes, but not the logs of a start that failed. */
export async function removeState(paths: ClusterPaths, keep: "logs" | "nothing"): Promise<void> {
  const { record, kubeconfig, config, pki, images, data, tools, exits } = paths;
  const targets =
    keep === "nothing" ? [paths.directory] : [record, kubeconfig, config, pki, images, data, tools, exits];
  for (const target of targets) await rm(target, { recursive: true, force: true });
}

/** The claim counts; the record only while the boot that it was written in lasts. */
async function findIndex(paths: ClusterPaths): Promise<number | undefined> {
  const claim = await findClaim(paths.directory);
  if (claim !== undefined) return claim.index;
  const record = await readClusterRecord(paths.record);
  return record !== undefined && record.bootId === (await readBootId()) ? record.index : undefined;
}
