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
  readonly name: string | undefined;
  readonly provider: string | undefined;
}

/** The cluster that a verb means: what is named, else that of canary.yaml's default environment, else `canary` by local. */
export function chooseCluster(options: ChooseClusterOptions): ClusterChoice {
  const { config } = readConfig(options.cwd, options.configFile);
  const environment = config.environments[config.environment];
  return {
    name: options.name ?? environment?.cluster ?? "canary",
    provider: parseProvider(options.provider ?? environment?.provider ?? "local"),
  };
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
