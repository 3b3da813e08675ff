import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clusterEnvironmentSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const CLUSTER = "state/canary/clusters/canary";
const RECORD = {
  schemaVersion: 1,
  name: "canary",
  index: 79,
  bootId: "of another boot",
  buildDirectory: "/nowhere",
  phase: "up",
  startedAt: "2026-01-01T00:00:00.000Z",
};

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.write(`${CLUSTER}/cluster.json`, JSON.stringify(RECORD));
  workspace.write(`${CLUSTER}/kubeconfig`, "clusters: [{ cluster: { server: https://198.19.0.2:6443 } }]\n");
});
afterEach(() => workspace.remove());

function env(proxy: Readonly<Record<string, string>>, ...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, ["cluster", "env", ...argv], { env: proxy });
}

/** What a shell prints that was told these lines first. */
function printed(lines: string, words: string): string {
  return execFileSync("sh", ["-c", `eval "$1"; echo "${words}"`, "sh", lines], {
    env: { PATH: "/usr/bin:/bin" },
    encoding: "utf8",
  }).trimEnd();
}

describe.skipIf(process.platform !== "linux")("canary cluster env", () => {
  it("prints lines after which a shell finds the cluster and its tools", async () => {
    const { exitCode, stdout } = await env({});
    expect(exitCode).toBe(0);
    expect(printed(stdout, "$KUBECONFIG")).toBe(workspace.path(CLUSTER, "kubeconfig"));
    expect(printed(stdout, "$PATH")).toBe(`${workspace.path(CLUSTER, "tools")}:/usr/bin:/bin`);
  });

  it("excepts the cluster from a proxy, and says nothing of one where none is set", async () => {
    const proxied = await env({ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: "git.localhost" });
    expect(printed(proxied.stdout, "$NO_PROXY $no_proxy")).toBe(
      "git.localhost,198.19.0.2 git.localhost,198.19.0.2",
    );
    expect((await env({})).stdout).not.toMatch(/no_proxy/i);
  });

  it("prints the same for programs", async () => {
    const { stdout } = await env({}, "-o", "json");
    expect(clusterEnvironmentSchema.parse(JSON.parse(stdout))).toEqual({
      apiVersion: "canary.dev/v1",
      kind: "ClusterEnvironment",
      variables: { KUBECONFIG: workspace.path(CLUSTER, "kubeconfig") },
      path: [workspace.path(CLUSTER, "tools")],
    });
  });

  it("prints no folder where the cluster brings no tools", async () => {
    workspace.writeTool("kind", "#!/bin/sh\necho canary-canary\n");
    workspace.writeTool("docker", "#!/bin/sh\necho running\n");
    workspace.writeTool("kubectl", "#!/bin/sh\necho ok\n");
    const { stdout } = await env({}, "--provider", "kind", "-o", "json");
    expect(JSON.parse(stdout)).toMatchObject({ path: [] });
    expect((await env({}, "--provider", "kind")).stdout).not.toContain("PATH");
  });
});
