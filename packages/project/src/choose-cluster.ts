import { CanaryError, nearest } from "@canary/core";
import type { CanaryConfig, EnvironmentConfig } from "@canary/core/schemas";
import type { ClusterProvider } from "@canary/local-cluster";
import { parseProvider } from "./clusters.ts";
import { readConfig } from "./read-config.ts";

export interface ClusterChoice {
  readonly name: string;
  readonly provider: ClusterProvider;
}

export interface ChooseClusterOptions {
  readonly cwd: string;
  readonly configFile: string | undefined;
  /** Name of an environment of canary.yaml; its default one when left out. */
  readonly environment?: string | undefined;
  readonly name: string | undefined;
  readonly provider: string | undefined;
}

/** What a verb is about: a cluster that canary makes on this machine, or one that is there already. */
export type ChosenCluster =
  | ({ readonly kind: "made" } & ClusterChoice)
  | { readonly kind: "existing"; readonly environment: Environment; readonly root: string };

/**
 * The cluster that is named, else that of the environment, which is the default one of canary.yaml when none is named. Throws
 * CANARY_VALUE_UNKNOWN for an unknown environment, CANARY_USAGE when both a cluster of this machine and an existing one are named.
 */
export function chooseTarget(options: ChooseClusterOptions): ChosenCluster {
  const { config, root } = readConfig(options.cwd, options.configFile);
  // A playbook says `--name=${env.cluster}`, which is empty where canary makes none.
  const name = options.name === "" ? undefined : options.name;
  const isNamed = name !== undefined || options.provider !== undefined;
  const isAlone = options.environment === undefined && isNamed;
  const environment = isAlone ? defaultEnvironment(config) : chooseEnvironment(config, options.environment);
  const { provider = environment.provider } = options;
  const cluster = name ?? environment.cluster;
  if (environment.cluster !== undefined || isAlone) {
    return { kind: "made", name: cluster ?? UNCONFIGURED.cluster, provider: parseProvider(provider) };
  }
  if (!isNamed) return { kind: "existing", environment, root };
  throw existsAlready(
    environment,
    "Leave out --name and --provider, which mean a cluster that canary makes.",
  );
}

/** What fills in for a cluster that is named only in part; whatever canary.yaml says, it is no error. */
function defaultEnvironment({ environment: name, environments }: CanaryConfig): Environment {
  return { name, ...(environments[name] ?? UNCONFIGURED) };
}

/** As `chooseTarget`, for verbs about clusters that canary makes. Throws CANARY_USAGE where the environment has none. */
export function chooseCluster(options: ChooseClusterOptions): ClusterChoice {
  const chosen = chooseTarget(options);
  if (chosen.kind === "made") return chosen;
  throw existsAlready(chosen.environment, "Name a cluster that canary makes with --name.");
}

/** The provider that is named, else that of canary.yaml's default environment. Throws CANARY_CLUSTER_PROVIDER_UNKNOWN. */
export function chooseProvider(
  options: Pick<ChooseClusterOptions, "cwd" | "configFile" | "provider">,
): ClusterProvider {
  const { config } = readConfig(options.cwd, options.configFile);
  return parseProvider(options.provider ?? config.environments[config.environment]?.provider ?? "local");
}

/** What somebody is told who takes a cluster that is there already for one that canary makes. */
export function existsAlready({ name }: Environment, hint: string): CanaryError {
  return new CanaryError(
    `environment "${name}" is a cluster that is there already: canary neither makes nor removes it`,
    { code: "CANARY_USAGE", hint, details: { environment: name } },
  );
}

/** What a project without environments means. */
const UNCONFIGURED = {
  cluster: "canary",
  provider: "local",
  variables: {},
  secrets: {},
  protected: false,
} as const;

export type Environment = EnvironmentConfig & { readonly name: string };

/** The environment of this name, the default one when left out. Throws CANARY_VALUE_UNKNOWN naming the nearest. */
export function chooseEnvironment(config: CanaryConfig, wanted: string | undefined): Environment {
  const name = wanted ?? config.environment;
  const found = Object.hasOwn(config.environments, name) ? config.environments[name] : undefined;
  if (found !== undefined) return { name, ...found };
  const known = Object.keys(config.environments);
  if (known.length === 0 && name === config.environment) return { name, ...UNCONFIGURED };
  const like = nearest(name, known)[0];
  throw new CanaryError(`canary.yaml has no environment "${name}"`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: `${like === undefined ? "" : `Did you mean ${like}? `}Known: ${known.join(", ") || "none"}.`,
    details: { environment: name, known },
  });
}
