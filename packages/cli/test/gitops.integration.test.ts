import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gitOpsStatusSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

/** A cluster that kind made, and runs. */
const KIND = `#!/bin/sh
case $1 in version) echo "kind v0.30.0" ;; get) echo canary-canary ;; esac
`;
const DOCKER = `#!/bin/sh
case $1 in --version) echo "Docker version 28.2.2" ;; version) echo 28.2.2 ;; inspect) echo running ;; esac
`;
const KUBECTL = `#!/bin/sh
case "$*" in
*applications.argoproj.io*) cat "$(dirname "$0")/../applications.json" ;;
*/readyz*) printf ok ;;
*get*) printf True ;;
esac
`;

const application = (name: string, sync: string, health: string, project = "platform"): object => ({
  metadata: { name },
  spec: { project },
  status: {
    sync: { status: sync, revision: "0123456789abcdef" },
    health: { status: health },
    conditions: [{ message: "no such folder" }],
  },
});

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.writeTool("kind", KIND);
  workspace.writeTool("docker", DOCKER);
  workspace.writeTool("kubectl", KUBECTL);
  workspace.write("canary.yaml", "apiVersion: canary.dev/v1\n");
});
afterEach(() => workspace.remove());

function status(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, ["gitops", "status", "--provider", "kind", ...argv]);
}

describe("canary gitops status", () => {
  const set = (...items: object[]): string => workspace.write("applications.json", JSON.stringify({ items }));

  it("says of each Application sync, health and commit, and ends well when all are settled", async () => {
    set(application("root", "Synced", "Healthy"), application("argocd", "Synced", "Healthy"));
    const run = await status();
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toMatch(/^argocd +Synced +Healthy +0123456789ab\nroot /m);
  });

  it("says why one is not, and fails", async () => {
    set(application("root", "OutOfSync", "Degraded"));
    const run = await status();
    expect([run.exitCode, run.stdout]).toEqual([1, expect.stringContaining("because no such folder")]);
  });

  it("ends at a gate when a rollout waits, also when it is told to wait for the end", async () => {
    set(application("root", "Synced", "Healthy"), application("podinfo-prod", "Synced", "Suspended"));
    expect([(await status()).exitCode, (await status("--wait")).exitCode]).toEqual([3, 3]);
  });

  it("asks for one project only", async () => {
    set(application("root", "Synced", "Healthy"), application("podinfo", "OutOfSync", "Missing", "podinfo"));
    const run = await status("--project", "platform");
    expect([run.exitCode, run.stdout]).toEqual([0, expect.not.stringContaining("podinfo")]);
  });

  it("prints a document that its published schema accepts", async () => {
    set(application("root", "Unknown", "Healthy"));
    const run = await status("-o", "json");
    expect(gitOpsStatusSchema.parse(JSON.parse(run.stdout))).toMatchObject({
      cluster: "canary",
      served: null,
      expected: null,
      settled: false,
      applications: [{ name: "root", sync: "Unknown", message: "no such folder" }],
    });
  });

  it("says how to install what is not there", async () => {
    workspace.writeTool(
      "kubectl",
      `#!/bin/sh\ncase "$*" in *applications*) exit 1 ;; *readyz*) printf ok ;; *) printf True ;; esac\n`,
    );
    const run = await status();
    expect([run.exitCode, run.stderr]).toEqual([7, expect.stringContaining("canary gitops bootstrap")]);
  });
});
