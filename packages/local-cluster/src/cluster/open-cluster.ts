import type { Cluster } from "./cluster.ts";
import { requireClusterName } from "./cluster-options.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import { openLocalCluster } from "./local-cluster.ts";

/** The cluster of this name, whether it exists or not; nothing is changed. Throws CANARY_CLUSTER_NAME_INVALID. */
export function openCluster(options: ClusterOptions): Cluster {
  requireClusterName(options.name);
  return openLocalCluster(options);
}
