import { envelope, EXIT_CODES } from "@canary/core";
import type { ApplicationStatus, GitOpsCluster, GitOpsStatus } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput, CommandResult } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { readSource, SOURCE_OPTIONS, withChosenGitOps } from "./gitops-options.ts";
import {
  createWaitProgress,
  readTimeout,
  renderApplications,
  TIMEOUT_OPTION,
} from "./render-applications.ts";

/** `canary gitops status`: what Argo CD delivers, and whether the cluster is as Git says. */
export const gitopsStatusCommand: Command = {
  path: ["gitops", "status"],
  summary: "show every Application with sync, health and commit",
  description:
    "Exit code 0 when all are Synced and Healthy, 3 when nothing is missing but a rollout that waits (Suspended), or what a sync window holds, else 1; with --commit or --worktree also 1 when Git serves another commit than that.",
  arguments: [],
  options: [
    ...SOURCE_OPTIONS,
    {
      name: "wait",
      description:
        "wait until every Application is Synced, and Healthy or Suspended, or held by a sync window",
    },
    { name: "project", value: "PROJECT", description: "only the Applications of this AppProject" },
    TIMEOUT_OPTION,
  ],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary gitops status",
    "canary gitops status --commit HEAD",
    "canary gitops status --wait --timeout 2m",
    "canary gitops status --project platform",
    "canary gitops status --env staging",
  ],
  run: async (input, context) => {
    readSource(input);
    readTimeout(input);
    return withChosenGitOps(input, context, async (cluster) => showStatus(cluster, input, context));
  },
};

async function showStatus(
  cluster: GitOpsCluster,
  input: CommandInput,
  context: CliContext,
): Promise<CommandResult> {
  const { isHeld, isSettled, isWaiting, planGitOps } = await import("@canary/project");
  const isAsked = input.flag("worktree") || input.value("commit") !== undefined;
  const planned = isAsked ? await planGitOps(cluster, readSource(input)) : null;
  const expected = planned?.commit ?? null;
  const status = await readStatus(cluster, input, context);
  const isServed = planned?.changed !== true;
  const isThere = status.applications.length > 0 && isServed;
  const settled = isThere && status.applications.every(isSettled);
  const isHeldOnly = (each: ApplicationStatus): boolean => isHeld(each) && each.health !== "Degraded";
  const isAtGate =
    isThere && status.applications.every((each) => isSettled(each) || isWaiting(each) || isHeldOnly(each));
  const otherwise = isAtGate ? EXIT_CODES.gate : EXIT_CODES.failed;
  const { overlay } = cluster;
  return {
    exitCode: settled ? EXIT_CODES.done : otherwise,
    document: envelope("GitOpsStatus", { cluster: cluster.name, ...status, expected, settled }),
    text: () =>
      `${servedLine({ served: status.served, isServed, expected, overlay }, context)}${renderApplications(status.applications, context, input.value("project"))}`,
  };
}

async function readStatus(
  cluster: GitOpsCluster,
  input: CommandInput,
  context: CliContext,
): Promise<GitOpsStatus> {
  const { readGitOps, waitGitOps } = await import("@canary/project");
  const project = input.value("project");
  if (!input.flag("wait")) return readGitOps(cluster, project);
  const onChange = createWaitProgress(context);
  return waitGitOps(cluster, { timeoutMs: readTimeout(input), project, onChange });
}

interface Served {
  readonly served: string | null;
  readonly isServed: boolean;
  readonly expected: string | null;
  readonly overlay: GitOpsCluster["overlay"];
}

/** Which commit the cluster's own Git has, and what to do when it has none or another; where Git is elsewhere, only the latter. */
function servedLine({ served, isServed, expected, overlay }: Served, { out }: CliContext): string {
  if (overlay === "remote") {
    return isServed
      ? ""
      : `${out.warn(`Argo CD reads another commit than ${expected?.slice(0, 12)}: git push`)}\n`;
  }
  if (served === null)
    return `${out.warn("Git serves nothing, for its pod was lost or never filled: canary gitops push")}\n`;
  const other = isServed ? "" : out.warn(`, not ${expected?.slice(0, 12)}: canary gitops push`);
  return `Git serves ${served.slice(0, 12)}${other}\n`;
}
