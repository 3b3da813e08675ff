import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

/** Everything on this host that a cluster could leave behind; two footprints compare with toEqual. */
export interface HostFootprint {
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly links: readonly string[];
  readonly routes: readonly string[];
  readonly namespaces: readonly string[];
  readonly iptables: readonly string[];
  readonly cgroups: readonly string[];
}

/** Programs that a cluster consists of; others come and go on any machine. */
const CLUSTER_PROGRAM =
  /(^|\/)(kube|kubelet|kube-[a-z-]+|etcd|containerd|containerd-shim[\w.-]*|runc|coredns|podinfo|pause|rollouts-controller|unshare|canary-node|helper)( |$)/;

export function readHostFootprint(): HostFootprint {
  return {
    processes: clusterProcesses(),
    mounts: linesOf(readFileSync("/proc/self/mountinfo", "utf8"))
      .map((line) => line.split(" ")[4] ?? "")
      .toSorted(),
    links: linesOf(run("ip", ["-o", "link"]))
      .map((line) => line.split(": ")[1]?.split("@")[0] ?? "")
      .toSorted(),
    routes: linesOf(run("ip", ["route", "show", "table", "all"]))
      .map((line) => line.trim())
      .toSorted(),
    namespaces: linesOf(run("ip", ["netns", "list"])).toSorted(),
    iptables: linesOf(run("iptables-save", []))
      .filter((line) => line.startsWith("-A"))
      .toSorted(),
    cgroups: cgroupFolders(),
  };
}

function clusterProcesses(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        return CLUSTER_PROGRAM.test(command.split(" ")[0] ?? "") ? [command] : [];
      } catch {
        return [];
      }
    })
    .toSorted();
}

function cgroupFolders(): readonly string[] {
  return linesOf(run("find", ["/sys/fs/cgroup", "-maxdepth", "3", "-type", "d"]))
    .filter((path) => /canary|kubepods|k8s\.io/.test(path))
    .toSorted();
}

function run(program: string, argv: readonly string[]): string {
  return execFileSync(program, argv, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
