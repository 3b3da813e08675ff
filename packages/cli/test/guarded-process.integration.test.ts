import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

/** Says which process it is, and works for a long time. */
const WORK = 'cd "$(dirname "$0")/.."\necho $$ >"$(basename "$0").pid"\nexec sleep 120\n';
const GO = `#!/bin/sh\n[ "$1" != env ] || { echo go1.26.8; exit; }\n${WORK}`;
const GIT = `#!/bin/sh\ncase "$*" in *--show-toplevel*) pwd; exit ;; esac\n${WORK}`;
const KIND = '#!/bin/sh\n[ "$1" != version ] || echo "kind v0.30.0"\n';
const DOCKER =
  '#!/bin/sh\ncase $1 in --version) echo "Docker version 28.2.2" ;; version) echo 28.2.2 ;; esac\n';
const KUBECONFIG = "apiVersion: v1\nkind: Config\ncurrent-context: eu\ncontexts: [{ name: eu }]\n";

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.writeTool("go", GO);
  workspace.writeTool("git", GIT);
  workspace.writeTool("kind", KIND);
  workspace.writeTool("docker", DOCKER);
  workspace.write("staging.kubeconfig", KUBECONFIG);
  workspace.write(
    "canary.yaml",
    "apiVersion: canary.dev/v1\nenvironments: { local: { cluster: canary, provider: local }, staging: { kubeconfig: staging.kubeconfig, context: eu } }\n",
  );
});
afterEach(() => workspace.remove());

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("what Terraform calls", () => {
  // Where Argo CD reads another repository, nothing is built.
  it.each([
    [["gitops", "bootstrap", "--env", "staging"], "git"],
    [["cluster", "up", "--provider", "kind"], "go"],
  ])("canary %j, killed, ends the %s that it started", async (argv, program) => {
    const file = `${program}.pid`;
    const run = runCanary(workspace, argv, {
      onStart: (child) => {
        const kill = async (): Promise<void> => {
          await vi.waitFor(() => expect(workspace.has(file)).toBe(true), { timeout: 60_000 });
          child.kill("SIGKILL");
        };
        void kill();
      },
    });
    // resolves when the last process that has its stdout is gone
    expect(await run).toMatchObject({ signal: "SIGKILL" });
    expect(isAlive(Number(workspace.read(file)))).toBe(false);
  });
});
