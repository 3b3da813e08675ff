import { CanaryError } from "@canary/core";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { waitUntil } from "../system/wait-until.ts";

/** The mount points of control groups: one of version 2, or one for each controller of version 1 (and the empty one of version 2 beside them). */
export interface CgroupMounts {
  readonly version: 1 | 2;
  readonly mountPoints: readonly string[];
}

/** Finds the control groups in /proc/self/mountinfo (proc_pid_mountinfo(5)); `undefined` when there are none. */
export function parseCgroupMounts(mountInfo: string): CgroupMounts | undefined {
  const mounts = mountInfo.split("\n").flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const mountPoint = before.split(" ")[4];
    return mountPoint === undefined ? [] : [{ mountPoint, type: after.split(" ")[0] }];
  });
  const ofType = (type: string): readonly string[] =>
    mounts.filter((mount) => mount.type === type).map(({ mountPoint }) => mountPoint);
  const [first, second] = [ofType("cgroup"), ofType("cgroup2")];
  // a hybrid host mounts version 2 beside version 1, without controllers, and runc makes its groups in both
  if (first.length > 0) return { version: 1, mountPoints: [...first, ...second] };
  return second.length > 0 ? { version: 2, mountPoints: second.slice(0, 1) } : undefined;
}

export async function readCgroupMounts(): Promise<CgroupMounts> {
  const mounts = parseCgroupMounts(await readFile("/proc/self/mountinfo", "utf8"));
  if (mounts !== undefined) return mounts;
  throw new CanaryError("no control groups are mounted on this host; the kubelet needs them", {
    code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
    hint: "Run it on a host with /sys/fs/cgroup mounted, or use `--provider kind`.",
  });
}

/** Makes the group in every hierarchy, so that pods can be put below it. */
export async function createCgroup(name: string, mounts: CgroupMounts): Promise<void> {
  for (const mountPoint of mounts.mountPoints) {
    const directory = path.join(mountPoint, name);
    await mkdir(directory, { recursive: true });
    if (mounts.version === 2) await delegateControllers(mountPoint, directory);
    else await inheritCpuset(mountPoint, directory);
  }
}

/** Removes the group with all below it, once their processes have gone; true when there was one. Version 1 and 2. */
export async function removeCgroup(name: string, mounts: CgroupMounts): Promise<boolean> {
  let hadOne = false;
  for (const mountPoint of mounts.mountPoints) {
    const directory = path.join(mountPoint, name);
    const isGone = async (): Promise<boolean> => !(await removeTree(directory));
    if (await isGone()) continue;
    hadOne = true;
    if ((await waitUntil(isGone, { timeoutMs: 10_000, everyMs: 50 })) === undefined) throw busy(directory);
  }
  return hadOne;
}

/** Tries to remove a group from its leaves up; true when it was there. */
async function removeTree(directory: string): Promise<boolean> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return false;
  for (const entry of entries) if (entry.isDirectory()) await removeTree(path.join(directory, entry.name));
  await rmdir(directory).catch(() => undefined);
  return true;
}

/** Version 2 gives a group only the controllers that its parent passes on. */
async function delegateControllers(root: string, directory: string): Promise<void> {
  const controllers = (await readFile(path.join(root, "cgroup.controllers"), "utf8")).trim().split(" ");
  const wanted = controllers.filter((name) =>
    ["cpu", "cpuset", "memory", "pids", "io", "hugetlb"].includes(name),
  );
  const value = wanted.map((name) => `+${name}`).join(" ");
  try {
    await writeFile(path.join(root, "cgroup.subtree_control"), value);
    await writeFile(path.join(directory, "cgroup.subtree_control"), value);
  } catch (error) {
    throw new CanaryError(`the controllers of ${root} cannot be passed on to ${directory}`, {
      code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
      hint: "In a container, run it with its own, writable cgroup namespace; or use `--provider kind`.",
      cause: error,
    });
  }
}

/** Version 1 makes a cpuset group empty, and no process may enter it then. */
async function inheritCpuset(root: string, directory: string): Promise<void> {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const value = await readFile(path.join(root, file), "utf8").catch(() => "");
    if (value.trim() !== "") await writeFile(path.join(directory, file), value);
  }
}

function busy(directory: string): CanaryError {
  return new CanaryError(`the control group ${directory} still has processes`, {
    code: "CANARY_CLUSTER_STOP_FAILED",
    hint: `See which in the files cgroup.procs below ${directory}, end them, then run \`canary cluster down\` again.`,
  });
}
