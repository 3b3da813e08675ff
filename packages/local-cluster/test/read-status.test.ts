import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clusterPaths } from "../src/cluster/cluster-paths.ts";
import { writeClusterRecord } from "../src/cluster/cluster-record.ts";
import type { ClusterRecord } from "../src/cluster/cluster-record.ts";
import type { ClusterStatus } from "../src/cluster/cluster-status.ts";
import { readStatus } from "../src/cluster/read-status.ts";
import { readBootId } from "../src/system/processes.ts";

describe.skipIf(process.platform !== "linux")("readStatus", () => {
  let workspace: Workspace;
  beforeEach(() => {
    workspace = createWorkspace();
  });
  afterEach(() => workspace.remove());

  const statusOf = async (changes: Partial<ClusterRecord>, isBusy = false): Promise<ClusterStatus> => {
    const paths = clusterPaths(workspace.directory);
    await writeClusterRecord(paths.record, {
      schemaVersion: 1,
      name: "demo",
      index: 79,
      bootId: await readBootId(),
      buildDirectory: "/nowhere",
      phase: "up",
      startedAt: "2026-01-01T00:00:00.000Z",
      node: { pid: process.pid, startTicks: 1 },
      ...changes,
    });
    return readStatus("demo", paths, async () => isBusy);
  };

  it("calls a cluster of an earlier boot dead", async () => {
    const status = await statusOf({ bootId: "another" });
    expect(status).toMatchObject({ state: "dead", reasons: [{ code: "rebooted" }] });
  });

  it("calls a cluster dead whose first process is another by now", async () => {
    expect(await statusOf({})).toMatchObject({ state: "dead", reasons: [{ code: "node-ended" }] });
  });

  it("calls a cluster starting while an up is at work, and dead when that was interrupted", async () => {
    expect(await statusOf({ phase: "starting" }, true)).toMatchObject({ state: "starting" });
    expect(await statusOf({ phase: "starting" })).toMatchObject({
      state: "dead",
      reasons: [{ code: "interrupted" }],
    });
  });

  it("gives addresses, node and kubeconfig of a cluster", async () => {
    expect(await statusOf({})).toMatchObject({
      server: "https://198.19.0.2:6443",
      nodeName: "canary-demo",
      context: "canary-demo",
      kubeconfigPath: workspace.path("kubeconfig"),
      startedAt: "2026-01-01T00:00:00.000Z",
      addresses: { node: "198.19.0.2", pods: "198.19.128.0/17", services: "198.19.64.0/18" },
    });
  });

  it.each([{ schemaVersion: 2 as 1 }, { index: 999 }, { index: 0.5 }])(
    "takes a record that it does not understand for none: %j",
    async (changes) => {
      expect((await statusOf(changes)).state).toBe("absent");
    },
  );
});
