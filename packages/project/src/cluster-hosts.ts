import { join } from "node:path";
import {
  addToHostsFile,
  HOSTS_FILE,
  hostsLines,
  readIngressHosts,
  readRouterAddress,
  removeFromHostsFile,
} from "@canary/local-cluster";
import type { Cluster, ClusterStatus } from "./clusters.ts";

/** What a hosts file is to say about a cluster. */
export interface HostsBlock {
  readonly cluster: string;
  readonly file: string;
  readonly address: string | null;
  readonly hosts: readonly string[];
  readonly leftOut: readonly string[];
  readonly lines: readonly string[];
  readonly action: "printed" | "written" | "removed";
  readonly changed: boolean;
}

export interface PlanHostsOptions {
  readonly cluster: Cluster;
  /** Names instead of those of the cluster's Ingresses; empty: ask the cluster. */
  readonly hosts: readonly string[];
  /** The router's address; by default the cluster is asked. */
  readonly address: string | undefined;
  readonly file: string | undefined;
  /** Says how the cluster is, or that there is none; asked only when something is not given. */
  readonly requireStatus: () => Promise<ClusterStatus>;
}

/**
 * The block of the hosts file that makes the cluster's names resolve on this machine. Of the Ingresses' names only those are
 * taken that end with .local: others belong to a domain, and whoever wants them has to name them.
 * Throws CANARY_CLUSTER_ROUTER_MISSING, CANARY_TOOL_FAILED.
 */
export async function planHosts(options: PlanHostsOptions): Promise<HostsBlock> {
  const { cluster } = options;
  const kubectl = async () => {
    const { binDirectory } = await options.requireStatus();
    const program = binDirectory === undefined ? "kubectl" : join(binDirectory, "kubectl");
    return { program, kubeconfig: cluster.kubeconfigPath };
  };
  const named = options.hosts.length > 0 ? options.hosts : await readIngressHosts(await kubectl());
  const hosts = options.hosts.length > 0 ? named : named.filter((host) => host.endsWith(".local"));
  const address = options.address ?? (await readRouterAddress(await kubectl(), cluster.provider));
  return {
    cluster: cluster.name,
    file: options.file ?? HOSTS_FILE,
    address,
    hosts,
    leftOut: named.filter((host) => !hosts.includes(host)),
    lines: hosts.length === 0 ? [] : hostsLines({ name: cluster.name, address, hosts }),
    action: "printed",
    changed: false,
  };
}

/** Writes the block into its file. Throws CANARY_HOSTS_UNWRITABLE, CANARY_HOSTS_DAMAGED. */
export async function writeHosts(block: HostsBlock): Promise<HostsBlock> {
  const { cluster, file, address, hosts } = block;
  const isEmpty = address === null || hosts.length === 0;
  const changed = isEmpty
    ? await removeFromHostsFile(file, cluster)
    : await addToHostsFile(file, { name: cluster, address, hosts });
  return { ...block, action: "written", changed };
}

/** Takes the cluster's block out of the file, whether there still is such a cluster or not. Throws as `writeHosts`. */
export async function removeHosts(cluster: string, file: string = HOSTS_FILE): Promise<HostsBlock> {
  const changed = await removeFromHostsFile(file, cluster);
  return { cluster, file, address: null, hosts: [], leftOut: [], lines: [], action: "removed", changed };
}
