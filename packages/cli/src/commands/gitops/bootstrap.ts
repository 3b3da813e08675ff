import { CanaryError, envelope } from "@canary/core";
import type { GitOpsCluster, PushSource } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandResult } from "../../command.ts";
import { guarded } from "../../guarded-process.ts";
import { createClusterProgress } from "../../output/cluster-progress.ts";
import { formatDuration } from "../../output/duration.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { readSource, SOURCE_OPTIONS, withChosenGitOps } from "./gitops-options.ts";

/** `canary gitops bootstrap`: Argo CD and the one Application from which it installs everything else. */
export const gitopsBootstrapCommand: Command = {
  path: ["gitops", "bootstrap"],
  summary: "install Argo CD and the root Application in a cluster",
  description:
    "Makes the namespaces and the secrets that Argo CD starts with, too. The local cluster gets a Git server with the commit in it; elsewhere Argo CD reads the repository that argocd/root/overlays/remote names. Run again, it repairs what is missing.",
  arguments: [],
  options: SOURCE_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: [
    "canary gitops bootstrap",
    "canary gitops bootstrap --worktree",
    "canary gitops bootstrap --env staging --yes",
  ],
  run: async (input, context) => {
    const source = readSource(input);
    return guarded(async () =>
      withChosenGitOps(input, context, async (cluster) => {
        confirmProtected(cluster, context);
        return install(cluster, source, context);
      }),
    );
  },
};

function confirmProtected({ name, isProtected }: GitOpsCluster, { isConfirmed }: CliContext): void {
  if (!isProtected || isConfirmed) return;
  throw new CanaryError(`environment "${name}" is protected, and this installs Argo CD in it`, {
    code: "CANARY_CONFIRMATION_REQUIRED",
    hint: "Add --yes when that is what you want.",
  });
}

async function install(
  cluster: GitOpsCluster,
  source: PushSource,
  context: CliContext,
): Promise<CommandResult> {
  const { bootstrapGitOps } = await import("@canary/project");
  const started = context.clock.now();
  const progress = createClusterProgress(context);
  try {
    const onStep = (name: string): void => context.say(name);
    const commit = await bootstrapGitOps(cluster, source, { onEvent: progress.onEvent, onStep });
    const { name, environment, passwordFile } = cluster;
    return {
      document: envelope("GitOpsBootstrap", { cluster: name, commit, passwordFile }),
      text: () =>
        `Argo CD runs in ${context.out.bold(name)} after ${formatDuration(context.clock.now() - started)}\n  canary gitops status ${environment === null ? "--name" : "--env"} ${name}\n`,
    };
  } finally {
    progress.stop();
  }
}
