import { envelope, shellLine } from "@canary/core";
import type { ClusterEnvironment } from "@canary/project";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CLUSTER_OPTIONS, openChosenCluster, requireCluster } from "./cluster-options.ts";

/** `canary cluster env`: the lines after which kubectl and other tools of a shell mean the cluster. */
export const clusterEnvCommand: Command = {
  path: ["cluster", "env"],
  summary: "print shell lines that lead kubectl and other tools to a cluster",
  description:
    "Sets KUBECONFIG. Of a local cluster it puts kubectl of the same version, its plug-in for Argo Rollouts and, once the platform " +
    "is there, argocd on PATH. Where a proxy is set, it excepts the cluster from it.",
  arguments: [],
  options: CLUSTER_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: ["canary cluster env", 'eval "$(canary cluster env)"'],
  run: async (input, context) => {
    const { readClusterEnvironment } = await import("@canary/project");
    const { cluster } = await openChosenCluster(input, context);
    const environment = await readClusterEnvironment(await requireCluster(cluster));
    return {
      document: envelope("ClusterEnvironment", environment),
      text: () => exportLines(environment),
    };
  },
};

function exportLines({ variables, path }: ClusterEnvironment): string {
  const folders = path.map((folder) => `${shellLine([folder])}:`).join("");
  return [
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${shellLine([value])}\n`),
    ...(folders === "" ? [] : [`export PATH=${folders}"$PATH"\n`]),
  ].join("");
}
