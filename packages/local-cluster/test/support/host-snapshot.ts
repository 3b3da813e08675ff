import { execa } from "execa";
import { readdir, readFile, readlink } from "node:fs/promises";
import path from "node:path";
import { planAddresses } from "../../src/cluster/address-plan.ts";
import { readClaims } from "../../src/cluster/index-claim.ts";
import type { Cluster } from "../../src/index.ts";
import { parseProcessStat } from "../../src/system/processes.ts";

/** What clusters leave on a host, by kind; each as lines that can be compared. */
export type HostSnapshot = Readonly<Record<string, readonly string[]>>;

/** Everything that clusters make, but for what belongs to clusters other than `own`: those may come and go meanwhile. */
export async function takeHostSnapshot(own: readonly Cluster[]): Promise<HostSnapshot> {
  const states = own.map(({ stateDirectory }) => stateDirectory);
  const others = (await readClaims()).filter(({ stateDirectory }) => !states.includes(stateDirectory));
  const theirs = others.map(({ index }) => planAddresses(index));
  const marks = theirs.flatMap(({ interfaceName, cgroup, block, index }) => [
    new RegExp(`\\b${interfaceName}\\b`),
    new RegExp(`/${cgroup}\\b`),
    new RegExp(`\\b${block.replace("0.0/16", "").replaceAll(".", "\\.")}`),
    new RegExp(`^${index}\\.json$`),
  ]);
  const isTheirs = (line: string): boolean => marks.some((mark) => mark.test(line));
  const processes = await readProcesses(others.map(({ stateDirectory }) => stateDirectory));
  const snapshot = {
    mounts: (await readFile("/proc/self/mountinfo", "utf8"))
      .split("\n")
      .map((line) => line.split(" ").slice(3, 5).join(" ")),
    links: await list("/sys/class/net"),
    routes: await lines("ip", "route", "show", "table", "all"),
    namedNamespaces: await list("/run/netns"),
    rules: (await lines("iptables-save")).filter((line) => /^[-:*]/.test(line)),
    cgroups: await lines("find", "/sys/fs/cgroup", "-type", "d", "-name", "*canary*"),
    claims: await list("/run/canary/clusters"),
    folders: (
      await lines("find", "/opt", "/run", "/usr/libexec", "/var/lib", "-maxdepth", "2", "-type", "d")
    ).filter((folder) => /canary|cni|containerd|etcd|kube|netns|runc/.test(folder)),
    namespaces: await readNamespaces(processes),
    programs: await readPrograms(processes),
  };
  return Object.fromEntries(
    Object.entries(snapshot).map(([kind, found]) => [kind, found.filter((line) => !isTheirs(line))]),
  );
}

/** Everything that is in `after` and was not in `before`. */
export function leftBehind(before: HostSnapshot, after: HostSnapshot): HostSnapshot {
  const differences = Object.entries(after).map(
    ([kind, found]) => [kind, found.filter((line) => !(before[kind] ?? []).includes(line))] as const,
  );
  return Object.fromEntries(differences.filter(([, found]) => found.length > 0));
}

async function list(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}

async function lines(file: string, ...args: readonly string[]): Promise<readonly string[]> {
  return (await execa(file, args, { reject: false })).stdout.split("\n");
}

/** All living processes, without those that descend from the nodes of the given clusters. */
async function readProcesses(excludedStates: readonly string[]): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  const excluded = new Set<number>();
  for (const name of (await list("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const stat = parseProcessStat(await readFile(`/proc/${name}/stat`, "utf8").catch(() => ""));
    const words = (await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (stat === undefined || stat.state === "Z") continue;
    parents.set(stat.pid, stat.parentPid);
    if (excludedStates.some((state) => words.includes(state))) excluded.add(stat.pid);
  }
  const isExcluded = (pid: number): boolean =>
    excluded.has(pid) || (parents.has(pid) && isExcluded(parents.get(pid) ?? 0));
  return [...parents.keys()].filter((pid) => !isExcluded(pid));
}

async function readNamespaces(processes: readonly number[]): Promise<readonly string[]> {
  const kinds = ["net", "pid", "mnt", "uts", "ipc"];
  const links = processes.flatMap((pid) => kinds.map((kind) => path.join("/proc", `${pid}`, "ns", kind)));
  const found = await Promise.all(links.map(async (link) => readlink(link).catch(() => "")));
  return [...new Set(found)];
}

/** Programs that a cluster is made of. */
async function readPrograms(processes: readonly number[]): Promise<readonly string[]> {
  const ours = /^(etcd|kube(?!ctl)|containerd|coredns|pause|podinfo|helper|unshare)/;
  const found = await Promise.all(
    processes.map(async (pid) => {
      const name = (await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")).trim();
      return ours.test(name) ? `${pid} ${name}` : "";
    }),
  );
  return found.filter(Boolean);
}
