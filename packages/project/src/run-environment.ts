import { homedir } from "node:os";
import { resolve } from "node:path";
import type { SecretSource } from "@canary/task-master";
import { chooseEnvironment, existsAlready } from "./choose-cluster.ts";
import type { Environment } from "./choose-cluster.ts";
import { locateForProvider, openProjectCluster } from "./clusters.ts";
import type { ProjectConfig } from "./read-config.ts";

/** An environment of canary.yaml with everything decided that its runs need. */
export interface RunEnvironment {
  readonly name: string;
  /** Runs that change something wait for a person's yes. */
  readonly isProtected: boolean;
  /** The cluster that canary makes for it, or null for one that is there already. */
  readonly cluster: (Pick<Environment, "provider"> & { readonly name: string }) | null;
  /** Whether that cluster was named instead of the one in canary.yaml. */
  readonly isClusterChosen: boolean;
  /** Absolute. */
  readonly kubeconfig: string;
  /** The context that the kubeconfig must point at, or null where canary.yaml does not say. */
  readonly context: string | null;
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretSource>>;
  /** Where the cluster's own kubectl is; empty where the host's is meant. */
  readonly toolDirectories: readonly string[];
  /** The values of `${env.…}`. */
  readonly values: Readonly<Record<string, string>>;
  /** Whether tasks are completed by what is verified here; elsewhere a run keeps evidence alone. */
  readonly decidesStatus: boolean;
  /** Whether the boxes of the document follow the store. */
  readonly isWrittenBack: boolean;
  /** The configuration that was named instead of the nearest canary.yaml, absolute; null for that. */
  readonly configFile: string | null;
  /** Names of `${env.…}` that cannot be told here, with the program that is missing for it. */
  readonly unavailable: Readonly<Record<string, string>>;
}

export interface EnvironmentChoice {
  /** Name of an environment of canary.yaml; its default one when left out. */
  readonly environment?: string;
  /** Another cluster than the environment's. */
  readonly cluster?: string;
}

/** The environment that a run means. Throws CANARY_VALUE_UNKNOWN for one that canary.yaml does not have. */
export async function resolveEnvironment(
  { root, config, file }: ProjectConfig,
  choice: EnvironmentChoice,
): Promise<RunEnvironment> {
  const found = chooseEnvironment(config, choice.environment);
  const cluster = clusterOf(found, choice.cluster);
  const { kubeconfig, context } = environmentTarget(found, cluster, root);
  const build = await locateForProvider(found.provider);
  return {
    name: found.name,
    isProtected: found.protected,
    cluster,
    isClusterChosen: choice.cluster !== undefined,
    kubeconfig,
    context,
    variables: found.variables,
    secrets: found.secrets,
    toolDirectories: cluster?.provider === "local" && build !== undefined ? [build.binDirectory] : [],
    values: {
      name: found.name,
      kubeconfig,
      ...valuesOf(cluster, context),
      ...(build === undefined ? {} : { manifests: build.manifestsDirectory }),
    },
    decidesStatus: found.name === (config.completeIn ?? config.environment),
    isWrittenBack: config.writeBack,
    configFile: file ?? null,
    unavailable: build === undefined ? { manifests: "go" } : {},
  };
}

function valuesOf(cluster: RunEnvironment["cluster"], context: string | null): RunEnvironment["values"] {
  const { provider, name } = cluster ?? { provider: "existing", name: "" };
  return {
    provider,
    cluster: name,
    ...(context === null ? {} : { context }),
  };
}

/** The cluster that canary makes for the environment, or the one that is named instead. Throws CANARY_USAGE where it makes none. */
function clusterOf(environment: Environment, named: string | undefined): RunEnvironment["cluster"] {
  const { cluster, provider } = environment;
  if (cluster !== undefined) return { name: named ?? cluster, provider };
  if (named === undefined) return null;
  throw existsAlready(environment, "Leave out --cluster, which means a cluster that canary makes.");
}

/** Where the API server of an environment is: its kubeconfig, absolute, and the context that is meant, or null for any. */
export function environmentTarget(
  { kubeconfig, context }: Environment,
  cluster: RunEnvironment["cluster"],
  root: string,
): Pick<RunEnvironment, "kubeconfig" | "context"> {
  const ownContext = cluster === null ? null : `canary-${cluster.name}`;
  return {
    kubeconfig: kubeconfig === undefined ? defaultKubeconfig(cluster) : expand(kubeconfig, root),
    context: context ?? (kubeconfig === undefined ? ownContext : null),
  };
}

function defaultKubeconfig(cluster: RunEnvironment["cluster"]): string {
  if (cluster !== null) return openProjectCluster(cluster).kubeconfigPath;
  return process.env["KUBECONFIG"] ?? resolve(homedir(), ".kube/config");
}

function expand(path: string, root: string): string {
  return path.startsWith("~/") ? resolve(homedir(), path.slice(2)) : resolve(root, path);
}
