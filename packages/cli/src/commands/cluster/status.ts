import { envelope, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { ClusterStatus } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CLUSTER_OPTIONS, openChosenCluster, commandAbout } from "./cluster-options.ts";

/** `canary cluster status`: whether it is there and well; exit 0 ready, 7 absent, 1 anything else. */
export const clusterStatusCommand: Command = {
  path: ["cluster", "status"],
  summary: "say whether a cluster is there and well",
  description:
    "Exit code 0 when the cluster is ready, 7 when there is none, 1 when it is starting, degraded or dead.",
  arguments: [],
  options: CLUSTER_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: ["canary cluster status", "canary cluster status --name second -o json"],
  run: async (input, context) => {
    const { cluster } = await openChosenCluster(input, context);
    const status = await cluster.status();
    return {
      exitCode: exitCodeOf(status),
      document: envelope("ClusterStatus", status),
      text: () => renderStatus(status, context),
    };
  },
};

function exitCodeOf({ state }: ClusterStatus): ExitCode {
  if (state === "ready") return EXIT_CODES.done;
  return state === "absent" ? EXIT_CODES.missing : EXIT_CODES.failed;
}

function renderStatus(status: ClusterStatus, { out }: CliContext): string {
  const state = status.state === "ready" ? out.good(status.state) : out.warn(status.state);
  const row = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`  ${out.dim(name.padEnd(11))} ${value}`];
  const lines = [
    `Cluster ${out.bold(status.name)} (${status.provider}) is ${state}`,
    ...status.reasons.map(({ message }) => `  ${out.warn("because")} ${message}`),
    ...row("API server", status.server),
    ...row("node", status.nodeName),
    ...row("since", status.startedAt),
    ...row("kubectl", status.binDirectory === undefined ? undefined : `${status.binDirectory}/kubectl`),
    ...(status.state === "absent"
      ? row("start it", commandAbout("up", status))
      : row("kubeconfig", status.kubeconfigPath)),
  ];
  return `${lines.join("\n")}\n`;
}
