import { envelope } from "@canary/core";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CLUSTER_OPTIONS, openChosenCluster, requireCluster } from "./cluster-options.ts";

/** `canary cluster kubeconfig`: the path of the cluster's kubeconfig, for `export KUBECONFIG=$(…)`. */
export const clusterKubeconfigCommand: Command = {
  path: ["cluster", "kubeconfig"],
  summary: "print the path of a cluster's kubeconfig",
  arguments: [],
  options: CLUSTER_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: ["canary cluster kubeconfig", "export KUBECONFIG=$(canary cluster kubeconfig)"],
  run: async (input, context) => {
    const { cluster } = await openChosenCluster(input, context);
    const status = await requireCluster(cluster);
    return {
      document: envelope("Kubeconfig", { path: cluster.kubeconfigPath, context: status.context }),
      text: () => `${cluster.kubeconfigPath}\n`,
    };
  },
};
