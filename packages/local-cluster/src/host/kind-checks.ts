import { statfs } from "node:fs/promises";
import { runCommand } from "../system/run-command.ts";
import { hostCheck } from "./host-check.ts";
import type { HostCheck } from "./host-check.ts";
import type { RequiredTool } from "./required-tools.ts";
import { checkMemory, checkProcessors, freeGigabytes } from "./resource-checks.ts";
import { checkTool } from "./tool-checks.ts";

/** Programs of the host that the provider kind uses. */
export const KIND_TOOLS: readonly RequiredTool[] = [
  {
    program: "docker",
    package: undefined,
    minimum: "20.10",
    versionArgs: ["--version"],
    purpose: "runs the node",
  },
  {
    // The release whose notes name the image of the node.
    program: "kind",
    package: undefined,
    minimum: "0.30",
    versionArgs: ["version"],
    purpose: "makes the cluster",
  },
  {
    // As old as a kubectl may be: a minor version before that of the node (https://kubernetes.io/releases/version-skew-policy/#kubectl).
    program: "kubectl",
    package: undefined,
    minimum: "1.33",
    versionArgs: ["version", "--client"],
    purpose: "asks the cluster",
  },
  {
    program: "kubectl-argo-rollouts",
    package: undefined,
    versionArgs: ["version", "--short"],
    purpose: "shows the dashboard of `canary open rollouts`",
    severity: "warning",
    hint: "Put kubectl-argo-rollouts of https://github.com/argoproj/argo-rollouts/releases on PATH: `canary open rollouts` needs it.",
  },
];

/** What the provider kind needs: three programs, a Docker daemon that answers, memory, processors, and disk where Docker keeps images. */
export async function checkKindHost(): Promise<readonly HostCheck[]> {
  const [tools, docker] = await Promise.all([Promise.all(KIND_TOOLS.map(checkTool)), checkDocker()]);
  return [...tools, ...docker, checkMemory(), checkProcessors()];
}

async function checkDocker(): Promise<readonly HostCheck[]> {
  const args = ["info", "--format", "{{.ServerVersion}} {{.DockerRootDir}}"];
  const result = await runCommand("docker", args, { timeoutMs: 10_000 }).catch(() => undefined);
  const [version = "", ...rest] = result?.exitCode === 0 ? result.stdout.trim().split(" ") : [];
  const complaint = result?.stderr.trim().split("\n")[0] ?? "docker was not found";
  const daemon = hostCheck("docker-daemon", {
    ok: version !== "",
    found: version === "" ? complaint : version,
    expected: "a Docker daemon that answers",
    hint: "Start Docker, and see that this user may use it: `docker version`.",
  });
  return version === "" ? [daemon] : [daemon, ...(await checkDisk(rest.join(" ")))];
}

/** Nothing where Docker's files are not on this machine, as with Docker Desktop or a remote daemon. */
async function checkDisk(directory: string): Promise<readonly HostCheck[]> {
  const isHere = await statfs(directory).then(
    () => true,
    () => false,
  );
  if (!isHere) return [];
  const free = await freeGigabytes(directory);
  const check = hostCheck("disk", {
    ok: free >= 20,
    found: `${free.toFixed(1)} GB free at ${directory}`,
    expected: "20 GB for images and volumes",
    hint: "Free some: `docker system df` shows what Docker keeps.",
    severity: free < 8 ? "error" : "warning",
  });
  return [check];
}
