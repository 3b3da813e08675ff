import { CanaryError } from "@canary/core";
import type { GitOpsCluster, PushSource } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, OptionSpec } from "../../command.ts";
import { CLUSTER_OPTIONS } from "../cluster/cluster-options.ts";

export const SOURCE_OPTIONS: readonly OptionSpec[] = [
  ...CLUSTER_OPTIONS,
  { name: "commit", value: "REVISION", description: "the commit to deliver; HEAD is the default" },
  { name: "worktree", description: "the working tree as it is, with what is not committed" },
];

/** The cluster that the options or canary.yaml name; it must run. */
export async function openChosenGitOps(input: CommandInput, context: CliContext): Promise<GitOpsCluster> {
  const { openGitOpsCluster } = await import("@canary/project");
  return openGitOpsCluster({
    cwd: context.cwd,
    configFile: context.configFile,
    name: input.value("name"),
    provider: input.value("provider"),
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
