import { CanaryError, nearest } from "@canary/core";
import { openKindCluster } from "../kind/kind-cluster.ts";
import { CLUSTER_PROVIDERS, requireClusterName } from "./cluster-options.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import type { Cluster } from "./cluster.ts";
import { openLocalCluster } from "./local-cluster.ts";

/**
 * The cluster of this name, whether it exists or not; nothing is changed yet. The provider is `local` by default.
 * Throws CANARY_CLUSTER_NAME_INVALID, CANARY_CLUSTER_PROVIDER_UNKNOWN.
 */
export function openCluster(options: ClusterOptions): Cluster {
  requireClusterName(options.name);
  const provider: string = options.provider ?? "local";
  switch (provider) {
    case "local":
      return openLocalCluster(options);
    case "kind":
      return openKindCluster(options);
    default:
      throw new CanaryError(`"${provider}" is not a provider; expected ${CLUSTER_PROVIDERS.join(" or ")}`, {
        code: "CANARY_CLUSTER_PROVIDER_UNKNOWN",
        hint: `Use --provider ${nearest(provider, CLUSTER_PROVIDERS)[0] ?? "local"}.`,
      });
  }
}
