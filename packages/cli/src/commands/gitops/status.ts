import { envelope, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type {
  ApplicationStatus,
  Delivery,
  GitOpsCluster,
  GitOpsStatus,
  PlannedCommit,
} from "@canary/project";
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
    "Exit code 0 when all are Synced and Healthy, 3 when nothing is missing but a rollout that waits (Suspended), or what a sync window holds, else 1; with --commit or --worktree also 1 while another commit than that is delivered.",
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
  const { planGitOps } = await import("@canary/project");
  const isAsked = input.flag("worktree") || input.value("commit") !== undefined;
  const planned = isAsked ? await planGitOps(cluster, readSource(input)) : null;
  const { served, delivery } = await readStatus(cluster, input, context);
  const exitCode = await exitCodeOf(delivery, planned);
  const { applications, root } = delivery;
  const head = headLine({ isRooted: root !== undefined, served, planned, overlay: cluster.overlay }, context);
  return {
    exitCode,
    document: envelope("GitOpsStatus", {
      cluster: cluster.name,
      served,
      applications,
      expected: planned?.commit ?? null,
      settled: exitCode === EXIT_CODES.done,
    }),
    text: () => `${head}${renderApplications(applications, context, input.value("project"))}`,
  };
}

/** Whether everything is delivered; with a commit that is asked for, whether it is that one. */
async function exitCodeOf(
  { applications, root, followers }: Delivery,
  planned: PlannedCommit | null,
): Promise<ExitCode> {
  const { isHeld, isSettled, isWaiting } = await import("@canary/project");
  const isOf = (commit: string, { name, revision }: ApplicationStatus): boolean =>
    !followers.has(name) || revision === commit;
  const isThere =
    root !== undefined &&
    applications.length > 0 &&
    (planned === null || (!planned.changed && applications.every((each) => isOf(planned.commit, each))));
  if (!isThere) return EXIT_CODES.failed;
  if (applications.every(isSettled)) return EXIT_CODES.done;
  const isHeldOnly = (each: ApplicationStatus): boolean => isHeld(each) && each.health !== "Degraded";
  const isAtGate = applications.every((each) => isSettled(each) || isWaiting(each) || isHeldOnly(each));
  return isAtGate ? EXIT_CODES.gate : EXIT_CODES.failed;
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
  readonly isRooted: boolean;
  readonly served: string | null;
  readonly planned: PlannedCommit | null;
  readonly overlay: GitOpsCluster["overlay"];
}

/** Which commit the cluster's own Git has, and what to do when it has none or another; where Git is elsewhere, only the latter. */
function headLine({ isRooted, served, planned, overlay }: Served, { out }: CliContext): string {
  if (!isRooted)
    return `${out.warn("there is no root Application, from which all others come: canary gitops bootstrap")}\n`;
  const { commit = "", advice = null } = planned ?? {};
  const expected = commit.slice(0, 12);
  if (overlay === "remote")
    return advice === null ? "" : `${out.warn(`Argo CD reads another commit than ${expected}: ${advice}`)}\n`;
  if (served === null)
    return `${out.warn("Git serves nothing, for its pod was lost or never filled: canary gitops push")}\n`;
  const other = advice === null ? "" : out.warn(`, not ${expected}: ${advice}`);
  return `Git serves ${served.slice(0, 12)}${other}\n`;
}
