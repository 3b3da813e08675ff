import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CanaryError, nearest } from "@canary/core";
import { buildCluster, checkHost, CLUSTER_PROVIDERS, openCluster } from "@canary/local-cluster";
import type { BuildResult, Cluster, ClusterEvent, ClusterProvider, HostCheck } from "@canary/local-cluster";

export type { Cluster, ClusterEvent, ClusterStatus, HostCheck } from "@canary/local-cluster";
export { CLUSTER_PROVIDERS } from "@canary/local-cluster";

/**
 * The folder of the local cluster's recipe: beside the bundle in the published package, in the repository when run from
 * its sources.
 */
export function recipeDirectory(): string {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const candidates = [join(here, "../recipe"), join(here, "../../../infra/local-cluster")];
  const found = candidates.find((candidate) => existsSync(join(candidate, "mod")));
  if (found !== undefined) return found;
  throw new CanaryError(`the recipe of the local cluster is missing beside ${here}`, {
    code: "CANARY_CLUSTER_BUILD_FAILED",
    hint: "Install canary again, or run `make build` in its clone.",
  });
}

/** The provider of this name. Throws CANARY_CLUSTER_PROVIDER_UNKNOWN. */
export function parseProvider(name: string): ClusterProvider {
  const provider = CLUSTER_PROVIDERS.find((known) => known === name);
  if (provider !== undefined) return provider;
  const like = nearest(name, CLUSTER_PROVIDERS)[0];
  throw new CanaryError(`"${name}" is no provider of clusters`, {
    code: "CANARY_CLUSTER_PROVIDER_UNKNOWN",
    hint: `Use ${like ?? CLUSTER_PROVIDERS.join(" or ")}: local needs Linux and root, kind needs Docker.`,
  });
}

export interface OpenProjectClusterOptions {
  readonly name: string;
  readonly provider: ClusterProvider;
  readonly onEvent?: (event: ClusterEvent) => void;
}

/** The cluster of this name and provider on this machine, whether it runs or not. */
export function openProjectCluster(options: OpenProjectClusterOptions): Cluster {
  return openCluster({ ...options, recipeDirectory: recipeDirectory() });
}

/** Builds the programs and images of the local cluster, or finds them built. */
export function buildLocalCluster(options: {
  readonly onEvent?: (event: ClusterEvent) => void;
  readonly signal?: AbortSignal;
}): Promise<BuildResult> {
  return buildCluster({ ...options, recipeDirectory: recipeDirectory() });
}

/** Everything that a cluster of this provider needs of this machine, checked; changes nothing. */
export function checkMachine(provider: ClusterProvider): Promise<readonly HostCheck[]> {
  return checkHost({ provider, recipeDirectory: recipeDirectory() });
}
