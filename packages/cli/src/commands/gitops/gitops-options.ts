import { CanaryError } from "@canary/core";
import type { GitOpsCluster, PushSource } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult, OptionSpec } from "../../command.ts";
import { withInterruption } from "../../interruption.ts";
import { CLUSTER_OPTIONS } from "../cluster/cluster-options.ts";

/** Which cluster a verb is about, be it one of this machine or one that is there already. */
export const ENVIRONMENT_OPTIONS: readonly OptionSpec[] = [
  { name: "env", value: "NAME", description: "environment of canary.yaml; its default one when left out" },
  ...CLUSTER_OPTIONS,
];

export const SOURCE_OPTIONS: readonly OptionSpec[] = [
  ...ENVIRONMENT_OPTIONS,
  { name: "commit", value: "REVISION", description: "the commit to deliver; HEAD is the default" },
  { name: "worktree", description: "the working tree as it is, with what is not committed" },
];

/** What of the options and the context says which cluster is meant. */
export function clusterChoice(input: CommandInput, { cwd, configFile }: CliContext) {
  return {
    cwd,
    configFile,
    environment: chosenEnvironment(input),
    name: input.value("name"),
    provider: input.value("provider"),
  };
}

/** A variable does not count beside a cluster that is named on the command line. */
function chosenEnvironment(input: CommandInput): string | undefined {
  const isClusterGiven = input.given("name") || input.given("provider");
  return isClusterGiven && !input.given("env") ? undefined : input.value("env");
}

/** The cluster that the options or canary.yaml name; it must run. */
export async function openChosenGitOps(input: CommandInput, context: CliContext): Promise<GitOpsCluster> {
  const { openGitOpsCluster } = await import("@canary/project");
  return openGitOpsCluster(clusterChoice(input, context));
}

/** As `openChosenGitOps`, for work that a signal cuts short: its processes end, and nothing of it stays behind. */
export async function withChosenGitOps(
  input: CommandInput,
  context: CliContext,
  work: (cluster: GitOpsCluster) => Promise<CommandResult>,
): Promise<CommandResult> {
  return withInterruption("Run the same command again: it begins with what is there.", async (signal) => {
    const { openGitOpsCluster } = await import("@canary/project");
    return work(await openGitOpsCluster({ ...clusterChoice(input, context), signal }));
  });
}

/** What is to be delivered. Throws CANARY_USAGE when both are asked for. */
export function readSource(input: CommandInput): PushSource {
  const revision = input.value("commit");
  if (!input.flag("worktree")) return { revision: revision ?? "HEAD" };
  if (revision === undefined) return "worktree";
  throw new CanaryError("--commit and --worktree exclude each other", {
    code: "CANARY_USAGE",
    hint: "Deliver either a commit or the working tree.",
  });
}
