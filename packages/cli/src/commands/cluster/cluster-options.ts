import { CanaryError } from "@canary/core";
import type { Cluster, ClusterStatus } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, OptionSpec } from "../../command.ts";
import { createClusterProgress } from "../../output/cluster-progress.ts";
import type { ClusterProgress } from "../../output/cluster-progress.ts";

/** Which cluster a verb is about; canary.yaml's default environment says what is meant without them. */
export const CLUSTER_OPTIONS: readonly OptionSpec[] = [
  { name: "name", value: "NAME", description: "name of the cluster" },
  { name: "provider", value: "PROVIDER", description: "local or kind" },
];

/** Which parts a cluster gets besides its own. */
export const WITH_OPTION: OptionSpec = {
  name: "with",
  value: "PARTS",
  description: "further parts, by name and separated by commas; platform is all of them",
};

/** The parts that `--with` names. */
export function readParts(input: CommandInput): readonly string[] {
  return (input.value("with") ?? "").split(",").filter((name) => name !== "");
}

export interface OpenedCluster {
  readonly cluster: Cluster;
  readonly progress: ClusterProgress;
}

/** The cluster that the options or canary.yaml name, with its progress on stderr. */
export async function openChosenCluster(input: CommandInput, context: CliContext): Promise<OpenedCluster> {
  const { chooseCluster, openProjectCluster } = await import("@canary/project");
  const progress = createClusterProgress(context);
  const choice = chooseCluster({
    cwd: context.cwd,
    configFile: context.configFile,
    name: input.value("name"),
    provider: input.value("provider"),
  });
  const parts = readParts(input);
  return { cluster: openProjectCluster({ ...choice, parts, onEvent: progress.onEvent }), progress };
}

/** The status of a cluster that must be there. Throws CANARY_CLUSTER_NOT_FOUND. */
export async function requireCluster(cluster: Cluster): Promise<ClusterStatus> {
  const status = await cluster.status();
  if (status.state !== "absent") return status;
  throw new CanaryError(`there is no cluster "${cluster.name}"`, {
    code: "CANARY_CLUSTER_NOT_FOUND",
    hint: `Start it with \`${commandAbout("up", cluster)}\`, or name another with --name.`,
  });
}

/** The command that does this with this very cluster. */
export function commandAbout(
  verb: "env" | "up",
  { name, provider }: Pick<Cluster, "name" | "provider">,
): string {
  return `canary cluster ${verb} --provider ${provider} --name ${name}`;
}
