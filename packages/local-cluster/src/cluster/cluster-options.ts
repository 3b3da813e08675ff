import { CanaryError } from "@canary/core";
import path from "node:path";
import { defaultStateDirectory } from "../system/default-directories.ts";
import type { ClusterEvent } from "./cluster-events.ts";

export const CLUSTER_PROVIDERS = ["local", "kind"] as const;
export type ClusterProvider = (typeof CLUSTER_PROVIDERS)[number];

export interface ClusterOptions {
  /** A small letter, then up to 38 small letters, digits and hyphens. */
  readonly name: string;
  readonly provider?: ClusterProvider;
  /** `infra/local-cluster` of a clone, or the copy in the published package. */
  readonly recipeDirectory: string;
  /** By default `$XDG_STATE_HOME/canary/clusters/NAME`. */
  readonly stateDirectory?: string;
  /** Of builds; by default `$XDG_CACHE_HOME/canary/local-cluster`. */
  readonly cacheDirectory?: string;
  /** Parts whose images the cluster gets besides its own: names of the table of targets, or `platform`. */
  readonly parts?: readonly string[];
  /** How long to wait for another `up` or `down` of the same cluster; 10 minutes by default. */
  readonly lockTimeoutMs?: number;
  readonly onEvent?: (event: ClusterEvent) => void;
}

const NAME = /^[a-z][a-z0-9-]{0,38}$/;

/** Throws CANARY_CLUSTER_NAME_INVALID. */
export function requireClusterName(name: string): void {
  if (NAME.test(name)) return;
  throw new CanaryError(`"${name}" is not a name for a cluster`, {
    code: "CANARY_CLUSTER_NAME_INVALID",
    hint: "Begin with a small letter, then use small letters, digits and hyphens, 39 characters at most.",
  });
}

/** The state directory as an absolute path; it is written into configurations, so it may hold no odd characters. */
export function resolveStateDirectory(options: ClusterOptions): string {
  const directory = path.resolve(options.stateDirectory ?? defaultStateDirectory(options.name));
  if (/^[\w./@+~-]+$/.test(directory)) return directory;
  throw new CanaryError(
    `the state directory "${directory}" has a character that is not a letter, digit or ._/@+~-`,
    {
      code: "CANARY_USAGE",
      hint: "Set XDG_STATE_HOME to a directory without such characters.",
    },
  );
}
