import { envelope } from "@canary/core";
import type { Command } from "../../command.ts";
import { createClusterProgress } from "../../output/cluster-progress.ts";
import { formatDuration } from "../../output/duration.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { openChosenGitOps, readSource, SOURCE_OPTIONS } from "./gitops-options.ts";

/** `canary gitops bootstrap`: Argo CD and the one Application from which it installs everything else. */
export const gitopsBootstrapCommand: Command = {
  path: ["gitops", "bootstrap"],
  summary: "install Argo CD and the root Application in a cluster",
  description:
    "Makes the namespaces and the secrets that Argo CD starts with, too. The local cluster gets a Git server with the commit in it; elsewhere Argo CD reads the repository that argocd/root/overlays/remote names. Run again, it repairs what is missing.",
  arguments: [],
  options: SOURCE_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: ["canary gitops bootstrap", "canary gitops bootstrap --worktree"],
  run: async (input, context) => {
    const { bootstrapGitOps } = await import("@canary/project");
    const started = context.clock.now();
    const source = readSource(input);
    const cluster = await openChosenGitOps(input, context);
    const progress = createClusterProgress(context);
    try {
      const commit = await bootstrapGitOps(cluster, source, {
        onEvent: progress.onEvent,
        onStep: (name) => context.say(name),
      });
      return {
        document: envelope("GitOpsBootstrap", {
          cluster: cluster.name,
          commit,
          passwordFile: cluster.passwordFile,
        }),
        text: () =>
          `Argo CD runs in ${context.out.bold(cluster.name)} after ${formatDuration(context.clock.now() - started)}\n  canary gitops status --name ${cluster.name}\n`,
      };
    } finally {
      progress.stop();
    }
  },
};
