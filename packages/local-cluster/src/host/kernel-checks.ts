import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseCgroupMounts } from "../cluster/cgroups.ts";
import { runCommand } from "../system/run-command.ts";
import { isAtLeast, parseVersion } from "./compare-versions.ts";
import { hostCheck } from "./host-check.ts";
import type { HostCheck } from "./host-check.ts";

const KIND_HINT = "Use a Linux host or virtual machine, or kind and Docker: PROVIDER=kind.";
const NEEDED_CONTROLLERS = ["cpu", "cpuset", "memory", "pids"];

/** System, architecture, kernel, control groups, overlayfs, privileges. */
export async function checkKernel(): Promise<readonly HostCheck[]> {
  const isLinux = process.platform === "linux";
  const system = hostCheck("system", {
    ok: isLinux,
    found: process.platform,
    expected: "linux",
    hint: KIND_HINT,
  });
  const architecture = hostCheck("architecture", {
    ok: ["x64", "arm64"].includes(process.arch),
    found: process.arch,
    expected: "x64 or arm64",
    hint: KIND_HINT,
  });
  if (!isLinux) return [system, architecture];
  const rest = await Promise.all([checkCgroups(), checkOverlay()]);
  return [system, architecture, checkRelease(), checkRoot(), ...rest, ...(await checkFeatures())];
}

function checkRelease(): HostCheck {
  const version = parseVersion(os.release()) ?? "0";
  return hostCheck("kernel", {
    ok: isAtLeast(version, "5.4"),
    found: os.release(),
    expected: "5.4 or later",
    hint: "Upgrade the kernel.",
    severity: "warning",
  });
}

function checkRoot(): HostCheck {
  const user = process.getuid?.();
  return hostCheck("root", {
    ok: user === 0,
    found: user === 0 ? "root" : `user ${user}`,
    expected: "root: a cluster makes namespaces, interfaces and control groups",
    hint: "Run `sudo make setup`, or use kind and Docker: `make setup PROVIDER=kind`.",
  });
}

async function checkCgroups(): Promise<HostCheck> {
  const mountInfo = await readFile("/proc/self/mountinfo", "utf8");
  const controllers = await readControllers(mountInfo);
  const missing = NEEDED_CONTROLLERS.filter((name) => !controllers.includes(name));
  const version = parseCgroupMounts(mountInfo)?.version;
  return hostCheck("cgroups", {
    ok: missing.length === 0,
    found: version === undefined ? "not mounted" : `version ${version}: ${controllers.join(", ")}`,
    expected: `version 2 or 1 with ${NEEDED_CONTROLLERS.join(", ")}`,
    hint: `Mount /sys/fs/cgroup with ${missing.join(", ")} (in a container: run it privileged, with its own cgroup namespace).`,
  });
}

async function readControllers(mountInfo: string): Promise<readonly string[]> {
  const mounts = parseCgroupMounts(mountInfo);
  if (mounts?.version === 1)
    return mounts.mountPoints.flatMap((mountPoint) => path.basename(mountPoint).split(","));
  const file = path.join(mounts?.mountPoints[0] ?? "", "cgroup.controllers");
  return (await readFile(file, "utf8").catch(() => "")).trim().split(" ").filter(Boolean);
}

/** Compiled in, loaded, or a module that the kernel loads when it is asked. */
async function checkOverlay(): Promise<HostCheck> {
  const isKnown = /\boverlay$/m.test(await readFile("/proc/filesystems", "utf8"));
  const modules = await readFile(`/lib/modules/${os.release()}/modules.dep`, "utf8").catch(() => "");
  return hostCheck("overlayfs", {
    ok: isKnown || modules.includes("/overlay.ko"),
    found: isKnown ? "there" : "not known to the kernel",
    expected: "the overlay file system",
    hint: "Load it with `modprobe overlay`, or use a kernel that has it.",
  });
}

interface Probe {
  readonly name: string;
  readonly needs: string;
  readonly command: readonly [string, ...string[]];
}

/** Each command runs in a network namespace of its own, which ends with it: nothing of the host is touched. */
const PROBES: readonly Probe[] = [
  {
    name: "namespaces",
    needs: "network, mount, pid, uts and ipc namespaces",
    command: ["unshare", "--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--mount-proc", "true"],
  },
  {
    name: "veth",
    needs: "virtual Ethernet pairs (veth)",
    command: ["unshare", "--net", "ip", "link", "add", "left", "type", "veth", "peer", "name", "right"],
  },
  {
    name: "bridge",
    needs: "bridges",
    command: ["unshare", "--net", "ip", "link", "add", "void", "type", "bridge"],
  },
  {
    name: "nat",
    needs: "address translation by iptables",
    command: ["unshare", "--net", "iptables", "-w", "-t", "nat", "-S"],
  },
];

async function checkFeatures(): Promise<readonly HostCheck[]> {
  if (process.getuid?.() !== 0) return [];
  return Promise.all(PROBES.map(checkFeature));
}

async function checkFeature({ name, needs, command }: Probe): Promise<HostCheck> {
  const [file, ...args] = command;
  const result = await runCommand(file, args, { timeoutMs: 10_000 }).catch(() => undefined);
  const said = result?.stderr.trim().split("\n")[0] ?? "";
  return hostCheck(`kernel.${name}`, {
    ok: result?.exitCode === 0,
    found: result?.exitCode === 0 ? "works" : `\`${command.join(" ")}\` failed: ${said}`,
    expected: needs,
    hint: `Use a kernel with ${needs}; in a container, run it privileged.`,
  });
}
