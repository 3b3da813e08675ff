import { envelope } from "@canary/core";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput, CommandResult } from "../../command.ts";
import { guarded } from "../../guarded-process.ts";
import { withInterruption } from "../../interruption.ts";
import { formatDuration } from "../../output/duration.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CLUSTER_OPTIONS, commandAbout, openChosenCluster, WITH_OPTION } from "./cluster-options.ts";

/** `canary cluster up`: builds what is missing, starts the cluster, waits until it is ready. */
export const clusterUpCommand: Command = {
  path: ["cluster", "up"],
  summary: "start a cluster and wait until it is ready",
  description:
    "Builds what is missing, starts the cluster and waits for its API server, node and DNS. A cluster that is ready is left alone; what an interrupted start left is removed first.",
  arguments: [],
  options: [...CLUSTER_OPTIONS, WITH_OPTION],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary cluster up",
    "canary cluster up --name second",
    "canary cluster up --with platform",
    "canary cluster up --provider kind",
  ],
  run: async (input, context) => guarded(async () => startCluster(input, context)),
};

const HOW_TO_GO_ON =
  "Run the same command again: it continues with what is built, and removes what is half started.";

async function startCluster(input: CommandInput, context: CliContext): Promise<CommandResult> {
  const { buildForProvider } = await import("@canary/project");
  const started = context.clock.now();
  const { cluster, progress } = await openChosenCluster(input, context);
  try {
    const { changed, status } = await withInterruption(HOW_TO_GO_ON, async (signal) => {
      // A local cluster builds what it lacks itself; for kind only the manifests that playbooks may name are missing.
      if (cluster.provider === "kind")
        await buildForProvider({ provider: cluster.provider, onEvent: progress.onEvent, signal });
      return cluster.up({ signal });
    });
    const verdict = changed
      ? `is ready after ${formatDuration(context.clock.now() - started)}`
      : "was ready: nothing changed";
    return {
      document: envelope("ClusterStatus", { ...status, changed }),
      text: () =>
        `Cluster ${context.out.bold(cluster.name)} ${verdict}\n  eval "$(${commandAbout("env", cluster)})"\n`,
    };
  } finally {
    progress.stop();
  }
}
