export { buildCluster, findBuild } from "./build/build-cluster.ts";
export type { BuildOptions, BuildResult } from "./build/build-cluster.ts";
export type { BuildEvent, WaitingEvent } from "./build/build-event.ts";
export type { ClusterEvent, ClusterStep, StepEvent } from "./cluster/cluster-events.ts";
export { CLUSTER_PROVIDERS, requireClusterName } from "./cluster/cluster-options.ts";
export type { ClusterOptions, ClusterProvider } from "./cluster/cluster-options.ts";
export type { ClusterState, ClusterStatus, ComponentStatus, StatusReason } from "./cluster/cluster-status.ts";
export type { Cluster, DownResult, LogLine, LogOptions, UpResult, VerbOptions } from "./cluster/cluster.ts";
export { openCluster } from "./cluster/open-cluster.ts";
