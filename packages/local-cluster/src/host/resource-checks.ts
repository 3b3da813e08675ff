import { readFile, statfs } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { chooseIndex } from "../cluster/address-plan.ts";
import { readRoutes } from "../cluster/host-network.ts";
import { readClaims } from "../cluster/index-claim.ts";
import { hostCheck } from "./host-check.ts";
import type { HostCheck } from "./host-check.ts";

const GIGABYTE = 1e9;

export interface ResourceOptions {
  readonly cacheDirectory: string;
  readonly stateDirectory: string;
  /** Whether the programs are built already: then far less disk is needed. */
  readonly isBuilt: boolean;
}

/** Disk, memory, processors, file systems, address ranges, limits. */
export async function checkResources(options: ResourceOptions): Promise<readonly HostCheck[]> {
  const checks = await Promise.all([
    checkDisk(options),
    checkStateFileSystem(options.stateDirectory),
    checkAddresses(),
    checkInotify(),
  ]);
  return [...checks, checkMemory(), checkProcessors()];
}

async function checkDisk({ cacheDirectory, isBuilt }: ResourceOptions): Promise<HostCheck> {
  const free = await freeGigabytes(await nearestFolder(cacheDirectory));
  const needed = isBuilt ? 2 : 20;
  return hostCheck("disk", {
    ok: free >= needed,
    found: `${free.toFixed(1)} GB free at ${cacheDirectory}`,
    expected: `${needed} GB${isBuilt ? "" : " while building"}`,
    hint: "Free some, or set XDG_CACHE_HOME to a larger disk.",
    severity: free < needed / 2.5 ? "error" : "warning",
  });
}

/** What is free for us on the disk of a directory, in units of 10⁹ bytes. */
export async function freeGigabytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return (bavail * bsize) / GIGABYTE;
}

/** Magic numbers of statfs(2): an overlay cannot be the lower part of another, and NFS lacks what it needs. */
const UNFIT_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x79_4c_76_30, "overlay"],
  [0x69_69, "nfs"],
]);

async function checkStateFileSystem(stateDirectory: string): Promise<HostCheck> {
  const { type } = await statfs(await nearestFolder(stateDirectory));
  const unfit = UNFIT_FILE_SYSTEMS.get(type);
  return hostCheck("state-file-system", {
    ok: unfit === undefined,
    found: unfit ?? `type 0x${type.toString(16)} at ${stateDirectory}`,
    expected: "a local file system such as ext4 or xfs: containers' files are overlays on it",
    hint: "Set XDG_STATE_HOME to a folder on such a file system (in a container: on a volume).",
  });
}

async function checkAddresses(): Promise<HostCheck> {
  const taken = new Set((await readClaims()).map(({ index }) => index));
  const index = chooseIndex(taken, await readRoutes().catch(() => []));
  return hostCheck("addresses", {
    ok: index !== undefined,
    found: index === undefined ? "none is free" : `range ${index} is free`,
    expected: "a private /16 range that no route of the host touches",
    hint: "Run `ip route show table all`, and remove what covers 10.160.0.0 to 10.223.255.255.",
  });
}

async function checkInotify(): Promise<HostCheck> {
  const limit = Number(await readFile("/proc/sys/fs/inotify/max_user_instances", "utf8").catch(() => "0"));
  return hostCheck("inotify", {
    ok: limit >= 128,
    found: `${limit} instances a user`,
    expected: "128 or more",
    hint: "Raise it: `sysctl fs.inotify.max_user_instances=512`.",
    severity: "warning",
  });
}

export function checkMemory(): HostCheck {
  const total = os.totalmem() / GIGABYTE;
  return hostCheck("memory", {
    ok: total >= 3.8,
    found: `${total.toFixed(1)} GB`,
    expected: "4 GB",
    hint: "Give the machine more memory; a build takes 3 GB, a running cluster 1.3 GB.",
    severity: "warning",
  });
}

export function checkProcessors(): HostCheck {
  const count = os.availableParallelism();
  return hostCheck("processors", {
    ok: count >= 2,
    found: `${count}`,
    expected: "2",
    hint: "Give the machine more processors; with one, everything takes twice as long.",
    severity: "warning",
  });
}

/** The folder itself, or the nearest above that exists. */
async function nearestFolder(directory: string): Promise<string> {
  const exists = await statfs(directory).then(
    () => true,
    () => false,
  );
  return exists || directory === path.dirname(directory) ? directory : nearestFolder(path.dirname(directory));
}
