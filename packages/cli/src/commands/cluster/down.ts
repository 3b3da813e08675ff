import { envelope } from "@canary/core";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CLUSTER_OPTIONS, openChosenCluster } from "./cluster-options.ts";

/** `canary cluster down`: ends the cluster and removes everything that it made on the host. */
export const clusterDownCommand: Command = {
  path: ["cluster", "down"],
  summary: "stop a cluster and remove everything it made on this machine",
  description:
    "Ends every process of the cluster and removes its state; what was built stays in the cache. Nothing to do where there is none.",
  arguments: [],
  options: CLUSTER_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: ["canary cluster down", "canary cluster down --name second"],
  run: async (input, context) => {
    const { cluster, progress } = await openChosenCluster(input, context);
    try {
      const { changed } = await cluster.down();
      const verdict = changed ? "is gone" : "was not there: nothing changed";
      return {
        document: envelope("ClusterDown", { name: cluster.name, changed }),
        text: () => `Cluster ${context.out.bold(cluster.name)} ${verdict}\n`,
      };
    } finally {
      progress.stop();
    }
  },
};
