import { runCommand } from "../system/run-command.ts";
import { hostCheck } from "./host-check.ts";
import type { HostCheck } from "./host-check.ts";
import { checkTool } from "./tool-checks.ts";

/** What the provider kind needs: three programs, and a Docker daemon that answers. */
export async function checkKindHost(): Promise<readonly HostCheck[]> {
  const tools = await Promise.all([
    checkTool({
      program: "docker",
      package: undefined,
      minimum: "20.10",
      versionArgs: ["--version"],
      purpose: "runs the node",
    }),
    checkTool({
      program: "kind",
      package: undefined,
      minimum: "0.20",
      versionArgs: ["version"],
      purpose: "makes the cluster",
    }),
    checkTool({ program: "kubectl", package: undefined, purpose: "asks the cluster" }),
  ]);
  return [...tools, await checkDockerDaemon()];
}

async function checkDockerDaemon(): Promise<HostCheck> {
  const args = ["version", "--format", "{{.Server.Version}}"];
  const result = await runCommand("docker", args, { timeoutMs: 10_000 }).catch(() => undefined);
  const answers = result?.exitCode === 0;
  return hostCheck("docker-daemon", {
    ok: answers,
    found: answers ? result.stdout.trim() : (result?.stderr.trim().split("\n")[0] ?? "docker was not found"),
    expected: "a Docker daemon that answers",
    hint: "Start Docker, and see that this user may use it: `docker version`.",
  });
}
