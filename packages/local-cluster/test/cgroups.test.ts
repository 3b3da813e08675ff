import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { mkdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCgroup, parseCgroupMounts, removeCgroup } from "../src/cluster/cgroups.ts";

const VERSION_1 = `22 27 0:21 / /proc rw,relatime - proc proc rw
32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory`;
const VERSION_2 = `30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate`;

describe("parseCgroupMounts", () => {
  it("finds each hierarchy of version 1", () => {
    const mountPoints = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/memory"];
    expect(parseCgroupMounts(VERSION_1)).toEqual({ version: 1, mountPoints });
  });

  it("finds the one of version 2", () => {
    expect(parseCgroupMounts(VERSION_2)).toEqual({ version: 2, mountPoints: ["/sys/fs/cgroup"] });
  });

  it("takes a hybrid host for version 1, and minds the empty hierarchy of version 2, where runc makes groups too", () => {
    const unified = VERSION_2.replace("/sys/fs/cgroup", "/sys/fs/cgroup/unified");
    expect(parseCgroupMounts(`${VERSION_1}\n${unified}`)).toEqual({
      version: 1,
      mountPoints: ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/memory", "/sys/fs/cgroup/unified"],
    });
  });

  it("finds nothing where none is mounted", () => {
    expect(parseCgroupMounts("22 27 0:21 / /proc rw - proc proc rw")).toBeUndefined();
  });
});

describe("a cluster's control group", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = createWorkspace();
  });
  afterEach(() => workspace.remove());

  it("gets the controllers of its parent, with version 2", async () => {
    workspace.write("cgroup.controllers", "cpuset cpu io memory hugetlb pids rdma misc\n");
    await createCgroup("canary-0", { version: 2, mountPoints: [workspace.directory] });
    const expected = "+cpuset +cpu +io +memory +hugetlb +pids";
    expect(workspace.read("cgroup.subtree_control")).toBe(expected);
    expect(workspace.read("canary-0/cgroup.subtree_control")).toBe(expected);
  });

  it("says what to do where version 2 cannot be delegated, as in a container", async () => {
    workspace.write("cgroup.controllers", "cpu memory\n");
    mkdirSync(workspace.path("cgroup.subtree_control"));
    const made = createCgroup("canary-0", { version: 2, mountPoints: [workspace.directory] });
    await expect(made).rejects.toMatchObject({ code: "CANARY_CLUSTER_HOST_UNSUPPORTED" });
  });

  it("gets its parent's processors, with version 1", async () => {
    workspace.write("cpuset.cpus", "0-1\n");
    workspace.write("cpuset.mems", "0\n");
    await createCgroup("canary-0", { version: 1, mountPoints: [workspace.directory] });
    expect(workspace.read("canary-0/cpuset.cpus")).toBe("0-1\n");
    expect(workspace.read("canary-0/cpuset.mems")).toBe("0\n");
  });

  it("goes with everything below it, and nothing beside it", async () => {
    const mounts = { version: 1 as const, mountPoints: [workspace.directory] };
    mkdirSync(workspace.path("canary-0/kubepods/burstable/pod1"), { recursive: true });
    mkdirSync(workspace.path("canary-01/kubepods"), { recursive: true });
    expect(await removeCgroup("canary-0", mounts)).toBe(true);
    expect(workspace.has("canary-0")).toBe(false);
    expect(workspace.has("canary-01/kubepods")).toBe(true);
    expect(await removeCgroup("canary-0", mounts)).toBe(false);
  });
});
