import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CanaryError, isCanaryError, nearest } from "@canary/core";
import { buildCluster, checkHost, CLUSTER_PROVIDERS, locateBuild, openCluster } from "@canary/local-cluster";
import type {
  BuildResult,
  Cluster,
  ClusterEvent,
  ClusterProvider,
  HostCheck,
  LocatedBuild,
} from "@canary/local-cluster";
import { checkTools } from "./check-tools.ts";

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
  /** Parts whose images a local cluster gets besides its own; `platform` names all of them. */
  readonly parts?: readonly string[];
  readonly onEvent?: (event: ClusterEvent) => void;
}

/** The cluster of this name and provider on this machine, whether it runs or not. */
export function openProjectCluster(options: OpenProjectClusterOptions): Cluster {
  return openCluster({ ...options, recipeDirectory: recipeDirectory() });
}

export interface BuildProviderOptions {
  readonly provider: ClusterProvider;
  /** Parts to build instead of those of every cluster. */
  readonly parts?: readonly string[];
  readonly onEvent?: (event: ClusterEvent) => void;
  readonly signal?: AbortSignal;
}

/** Builds what a cluster of this provider needs, or finds it built: programs, images and manifests; for kind the manifests. */
export function buildForProvider({
  provider,
  parts,
  ...options
}: BuildProviderOptions): Promise<BuildResult> {
  const selection = partsOf(provider) ?? parts;
  return buildCluster({ ...options, recipeDirectory: recipeDirectory(), parts: selection });
}

/** The upstream manifests of every component, out of the Go modules that are built from; nothing is compiled for it. */
export function buildManifests(
  options: Pick<BuildProviderOptions, "onEvent" | "signal">,
): Promise<BuildResult> {
  return buildCluster({ ...options, recipeDirectory: recipeDirectory(), parts: "manifests" });
}

/** Where that build is, or will be; undefined without Go, which alone knows the key. */
export async function locateForProvider(provider: ClusterProvider): Promise<LocatedBuild | undefined> {
  try {
    return await locateBuild({ recipeDirectory: recipeDirectory(), parts: partsOf(provider) });
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_TOOL_NOT_FOUND") return undefined;
    throw error;
  }
}

function partsOf(provider: ClusterProvider): "manifests" | undefined {
  return provider === "kind" ? "manifests" : undefined;
}

/** Everything that a cluster of this provider needs of this machine, checked; changes nothing. */
export async function checkMachine(provider: ClusterProvider): Promise<readonly HostCheck[]> {
  const [tools, host] = await Promise.all([
    checkTools(),
    checkHost({ provider, recipeDirectory: recipeDirectory() }),
  ]);
  return [...tools, ...host];
}
