import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

/** Says which process it is, and works for a long time. */
const WORK = 'cd "$(dirname "$0")/.."\necho $$ >working\nexec sleep 120\n';
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
  it.each([[["gitops", "bootstrap", "--env", "staging"]], [["cluster", "up", "--provider", "kind"]]])(
    "canary %j ends what it started when it is killed",
    async (argv) => {
      const run = runCanary(workspace, argv, {
        onStart: (child) => {
          const kill = async (): Promise<void> => {
            await vi.waitFor(() => expect(workspace.has("working")).toBe(true), { timeout: 60_000 });
            child.kill("SIGKILL");
          };
          void kill();
        },
      });
      // resolves when the last process that has its stdout is gone
      expect(await run).toMatchObject({ signal: "SIGKILL" });
      expect(isAlive(Number(workspace.read("working")))).toBe(false);
    },
  );
});
