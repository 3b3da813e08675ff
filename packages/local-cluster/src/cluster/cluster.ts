import type { ClusterStatus } from "./cluster-status.ts";

export interface UpResult {
  /** False when it was up already. */
  readonly changed: boolean;
  readonly status: ClusterStatus;
}

export interface DownResult {
  /** False when there was nothing to remove. */
  readonly changed: boolean;
}

export interface LogLine {
  readonly component: string;
  readonly line: string;
}

export interface LogOptions {
  /** Go on with what is written later, until `signal` is aborted. */
  readonly follow?: boolean;
  /** How many of the last lines of each component to begin with; all by default. */
  readonly tail?: number;
  readonly signal?: AbortSignal;
}

export interface VerbOptions {
  readonly signal?: AbortSignal;
}

/** A Kubernetes of one node on this host. */
export interface Cluster {
  readonly name: string;
  readonly provider: "local" | "kind";
  readonly stateDirectory: string;
  readonly kubeconfigPath: string;
  /** Starts it and waits until the API server, the node and DNS are ready; what an earlier run left half is removed first. */
  up(options?: VerbOptions): Promise<UpResult>;
  /** Ends and removes it with all its state; nothing to do when there is none. */
  down(options?: VerbOptions): Promise<DownResult>;
  status(): Promise<ClusterStatus>;
  /** Makes the images of an OCI or docker archive available under their names, and returns those. */
  loadImage(archive: string): Promise<readonly string[]>;
  /** The lines of one component's log, or of all. */
  logs(component?: string, options?: LogOptions): AsyncIterable<LogLine>;
}
