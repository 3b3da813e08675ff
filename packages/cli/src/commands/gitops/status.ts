import { envelope, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { ApplicationStatus, GitOpsCluster, GitOpsStatus } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput, CommandResult } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import type { Style } from "../../output/style.ts";
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
    "Exit code 0 when all are Synced and Healthy, 3 when nothing is missing but a rollout that waits (Suspended), or what a sync window holds, else 1; with --commit or --worktree also 1 while another commit than that is delivered. With --wait, elsewhere than on the local cluster, the commit that is asked for is waited for.",
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
  const status = await readStatus(cluster, input, context);
  const { served, delivery, expected } = status;
  const { isAt } = await import("@canary/project");
  const isLate = (each: ApplicationStatus): boolean => expected !== null && !isAt(expected, each, delivery);
  const late = delivery.applications.filter(isLate);
  const exitCode = await exitCodeOf(status, late);
  const { applications } = delivery;
  const head = headLines(status, late, { cluster, context });
  return {
    exitCode,
    document: envelope("GitOpsStatus", {
      cluster: cluster.name,
      served,
      applications,
      expected,
      settled: exitCode === EXIT_CODES.done,
    }),
    text: () => `${head}${renderApplications(applications, context, input.value("project"))}`,
  };
}

/** Whether everything is delivered; with a commit that is asked for, whether it is that one. */
async function exitCodeOf(
  { delivery: { applications, root }, advice }: GitOpsStatus,
  late: readonly ApplicationStatus[],
): Promise<ExitCode> {
  const { isHeld, isSettled, isWaiting } = await import("@canary/project");
  const isThere = root !== undefined && applications.length > 0 && advice === null && late.length === 0;
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
  const isAsked = input.flag("worktree") || input.value("commit") !== undefined;
  const asked = { project: input.value("project"), from: isAsked ? readSource(input) : undefined };
  if (!input.flag("wait")) return readGitOps(cluster, asked);
  return waitGitOps(cluster, {
    ...asked,
    timeoutMs: readTimeout(input),
    onChange: createWaitProgress(context),
  });
}

interface HeadOptions {
  readonly cluster: GitOpsCluster;
  readonly context: CliContext;
}

/** What to do where something is not there; then which Applications have not got yet what is. */
function headLines(
  status: GitOpsStatus,
  late: readonly ApplicationStatus[],
  { cluster: { overlay, target }, context: { out } }: HeadOptions,
): string {
  if (status.delivery.root === undefined)
    return `${out.warn(`there is no root Application, from which all others come: \`${target.bootstrapCommand}\``)}\n`;
  const expected = status.expected?.slice(0, 12) ?? "";
  const lines = overlay === "local" ? [servedLine(status, out)] : [];
  if (overlay === "remote" && status.advice !== null)
    lines.push(out.warn(`Argo CD reads another commit than ${expected}: ${status.advice}`));
  if (status.advice === null && late.length > 0)
    lines.push(out.warn(`not at ${expected} yet: ${late.map(({ name }) => name).join(", ")}`));
  return lines.map((line) => `${line}\n`).join("");
}

/** Which commit the cluster's own Git has, and what to do when it has none or another. */
function servedLine({ served, expected, advice }: GitOpsStatus, out: Style): string {
  if (served === null)
    return out.warn("Git serves nothing, for its pod was lost or never filled: canary gitops push");
  const other = advice === null ? "" : out.warn(`, not ${expected?.slice(0, 12)}: ${advice}`);
  return `Git serves ${served.slice(0, 12)}${other}`;
}
