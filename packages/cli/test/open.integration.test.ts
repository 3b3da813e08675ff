import { symlinkSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openedInterfaceSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

const KIND = "#!/bin/sh\necho canary-canary\n";
const DOCKER = "#!/bin/sh\necho running\n";
const KUBECTL = `#!/bin/sh
case "$*" in
*port-forward*) echo "Forwarding from 127.0.0.1:45678 -> 80"; exec sleep 60 ;;
*/readyz*) printf ok ;;
*) printf True ;;
esac
`;

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  for (const [name, text] of Object.entries({ kind: KIND, docker: DOCKER, kubectl: KUBECTL }))
    workspace.writeTool(name, text);
});
afterEach(() => workspace.remove());

/** Ends it as soon as it has printed something. */
function open(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, ["open", "--provider", "kind", ...argv], {
    onStart: (child) => child.stdout?.once("data", () => child.kill("SIGINT")),
  });
}

describe("canary open", () => {
  it("prints a document that its published schema accepts", async () => {
    const run = await open("argocd", "-o", "jsonl");
    expect([run.exitCode, openedInterfaceSchema.parse(JSON.parse(run.stdout))]).toEqual([
      0,
      {
        apiVersion: "canary.dev/v1",
        kind: "OpenedInterface",
        name: "argocd",
        address: "http://127.0.0.1:45678/",
        note: expect.stringContaining("sign in as admin"),
      },
    ]);
  });

  it("opens Grafana, and says where its password is, which is never another", async () => {
    const run = await open("grafana", "-o", "jsonl");
    expect([run.exitCode, openedInterfaceSchema.parse(JSON.parse(run.stdout)).note]).toEqual([
      0,
      expect.stringMatching(/get secret grafana-admin .* prints the password$/),
    ]);
  });

  it.each(["99999", "65536", "-1", "http"])("refuses --port=%s", async (port) => {
    const run = await open("argocd", `--port=${port}`);
    expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining(`--port is "${port}"`)]);
  });

  it("names the plug-in that has the dashboard of Rollouts, and where it comes from", async () => {
    // Whatever the machine has: only these programs, and a node.
    symlinkSync(process.execPath, workspace.path("bin/node"));
    for (const tool of ["sh", "sleep"]) symlinkSync(`/bin/${tool}`, workspace.path("bin", tool));
    const env = { PATH: workspace.path("bin") };
    const run = await runCanary(workspace, ["open", "rollouts", "--provider", "kind"], { env });
    expect([run.exitCode, run.stderr]).toEqual([
      7,
      expect.stringMatching(
        /put kubectl-argo-rollouts of https:\/\/github\.com\/argoproj\/argo-rollouts\/releases/,
      ),
    ]);
  });
});
