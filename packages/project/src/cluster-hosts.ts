import { join } from "node:path";
import {
  addToHostsFile,
  findEarlierHosts,
  HOSTS_FILE,
  hostsLines,
  readIngressHosts,
  readRouterAddress,
  removeFromHostsFile,
} from "@canary/local-cluster";
import type { EarlierHost, Kubectl, RouterPlace } from "@canary/local-cluster";
import { chooseTarget } from "./choose-cluster.ts";
import type { ChooseClusterOptions, Environment } from "./choose-cluster.ts";
import { contextFault } from "./cluster-fault.ts";
import { openProjectCluster } from "./clusters.ts";
import type { Cluster, ClusterStatus } from "./clusters.ts";
import { environmentTarget } from "./run-environment.ts";

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
  /** Hosts of the written block that an earlier line of the file gives another address, which wins. */
  readonly overridden: readonly EarlierHost[];
}

/** A cluster whose Ingresses are meant; it is asked for nothing before `kubectl` is called. */
export interface HostsTarget {
  /** Its name; of one that is there already that of the environment. */
  readonly name: string;
  readonly place: RouterPlace;
  readonly kubectl: () => Promise<Kubectl>;
}

/** The cluster that `canary hosts` means; `requireStatus` says how one that canary makes is, or that there is none. */
export function chooseHostsTarget(
  options: ChooseClusterOptions,
  requireStatus: (cluster: Cluster) => Promise<ClusterStatus>,
): HostsTarget {
  const chosen = chooseTarget(options);
  if (chosen.kind === "existing") return existingTarget(chosen.environment, chosen.root);
  const cluster = openProjectCluster(chosen);
  const kubectl = async (): Promise<Kubectl> => {
    const { binDirectory } = await requireStatus(cluster);
    const program = binDirectory === undefined ? "kubectl" : join(binDirectory, "kubectl");
    return { program, kubeconfig: cluster.kubeconfigPath };
  };
  return { name: cluster.name, place: cluster.provider, kubectl };
}

function existingTarget(environment: Environment, root: string): HostsTarget {
  const { name } = environment;
  const { kubeconfig, context } = environmentTarget(environment, null, root);
  const kubectl = async (): Promise<Kubectl> => {
    const fault = contextFault({ name, kubeconfig, context, cluster: null });
    if (fault !== undefined) throw fault;
    return { program: "kubectl", kubeconfig, ...(context === null ? {} : { context }) };
  };
  return { name, place: "elsewhere", kubectl };
}

export interface PlanHostsOptions {
  readonly target: HostsTarget;
  /** Names instead of those of the cluster's Ingresses; empty: ask the cluster. */
  readonly hosts: readonly string[];
  /** The router's address; by default the cluster is asked. */
  readonly address: string | undefined;
  readonly file: string | undefined;
}

/**
 * The block of the hosts file that makes the cluster's names resolve on this machine. Of the Ingresses' names only those are
 * taken that end with .local: others belong to a domain, and whoever wants them has to name them.
 * Throws CANARY_CLUSTER_ROUTER_MISSING, CANARY_TOOL_FAILED, and what says that there is no cluster.
 */
export async function planHosts(options: PlanHostsOptions): Promise<HostsBlock> {
  const { name, place, kubectl } = options.target;
  const named = options.hosts.length > 0 ? options.hosts : await readIngressHosts(await kubectl());
  const hosts = options.hosts.length > 0 ? named : named.filter((host) => host.endsWith(".local"));
  const address = options.address ?? (await readRouterAddress(await kubectl(), place));
  return {
    cluster: name,
    file: options.file ?? HOSTS_FILE,
    address,
    hosts,
    leftOut: named.filter((host) => !hosts.includes(host)),
    lines: hosts.length === 0 ? [] : hostsLines({ name, address, hosts }),
    action: "printed",
    changed: false,
    overridden: [],
  };
}

/** Writes the block into its file. Throws CANARY_HOSTS_UNWRITABLE, CANARY_HOSTS_DAMAGED. */
export async function writeHosts(block: HostsBlock): Promise<HostsBlock> {
  const { cluster, file, address, hosts } = block;
  if (address === null || hosts.length === 0) {
    return { ...block, action: "written", changed: await removeFromHostsFile(file, cluster) };
  }
  const entry = { name: cluster, address, hosts };
  const changed = await addToHostsFile(file, entry);
  return { ...block, action: "written", changed, overridden: await findEarlierHosts(file, entry) };
}

/** Takes the cluster's block out of the file, whether there still is such a cluster or not. Throws as `writeHosts`. */
export async function removeHosts(cluster: string, file: string = HOSTS_FILE): Promise<HostsBlock> {
  const changed = await removeFromHostsFile(file, cluster);
  const nothing = { address: null, hosts: [], leftOut: [], lines: [], overridden: [] };
  return { ...nothing, cluster, file, action: "removed", changed };
}
