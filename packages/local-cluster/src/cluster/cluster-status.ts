export type ClusterState = "absent" | "starting" | "ready" | "degraded" | "dead";

export interface StatusReason {
  readonly code:
    | "interrupted"
    | "rebooted"
    | "node-ended"
    | "api-server-silent"
    | "api-server-not-ready"
    | "node-not-ready"
    | "dns-not-ready"
    | "container-missing"
    | "unlinked";
  readonly message: string;
}

export interface ComponentStatus {
  readonly name: string;
  /** How often it ended and was started again. */
  readonly restarts: number;
  readonly lastExitCode?: number;
}

export interface ClusterStatus {
  readonly name: string;
  readonly provider: "local" | "kind";
  readonly state: ClusterState;
  /** Why it is not ready; empty when it is, or when there is none. */
  readonly reasons: readonly StatusReason[];
  readonly kubeconfigPath: string;
  readonly stateDirectory: string;
  readonly context: string;
  /** Of the API server, as the host reaches it. */
  readonly server?: string;
  readonly nodeName?: string;
  /** Of the programs that it runs, `kubectl` of the same version among them (provider local). */
  readonly binDirectory?: string;
  /** To be put on PATH: `kubectl`, its plug-in for Rollouts, and `argocd` where the platform is built (provider local). */
  readonly toolsDirectory?: string;
  /** RFC 3339, UTC. */
  readonly startedAt?: string;
  /** Programs of the node that ended at least once. */
  readonly restarted?: readonly ComponentStatus[];
  readonly addresses?: {
    readonly node: string;
    readonly pods: string;
    readonly services: string;
  };
}
