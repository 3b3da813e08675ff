import type { CanaryError, Clock } from "@canary/core";
import type { Interruption } from "../process/run-interruption.ts";
import type { Approval, Gate } from "./approval.ts";
import type { RunEvent } from "./run-event.ts";
import type { TaskLedger } from "./task-ledger.ts";

/** What a run needs of the world. */
export interface RunDeps {
  readonly ledger: TaskLedger;
  readonly clock: Clock;
  /** Absolute; each run has its folder there. */
  readonly runsDirectory: string;
  /** The whole environment of the children, beside what a run sets itself. */
  readonly environment: Readonly<Record<string, string>>;
  /** Searched before PATH, such as the folder of the cluster's own kubectl. */
  readonly toolDirectories: readonly string[];
  /** KUBECONFIG of the children, or null for none. */
  readonly kubeconfig: string | null;
  /** Added to that of each process when it starts: what depends on a cluster that the run itself may make. */
  readonly clusterEnvironment?: () => Readonly<Record<string, string>>;
  /** Why kubectl and helm must not be called now, asked before each of their steps; by default they may. */
  readonly clusterFault?: () => Promise<CanaryError | undefined>;
  /** Named instead of the environment's own; for whoever resumes the run. */
  readonly cluster?: string | null;
  /** Nothing is changed before a person said yes to this very plan. */
  readonly isProtected?: boolean;
  /** How many tasks at once; 1 by default. */
  readonly jobs?: number;
  /** Goes on with what does not depend on a failure. */
  readonly keepGoing?: boolean;
  /** How long to wait for a resource that another run holds; 0 by default: the task fails with CANARY_RUN_LOCKED. */
  readonly lockTimeoutMs?: number;
  /** How long all of the run may take; then it ends as at an interruption, with exit code 5. No limit by default. */
  readonly timeoutMs?: number;
  /** Asks a person in place at a gate; without it, or with null for an answer, the task waits. */
  readonly ask?: (gate: Gate) => Promise<Approval | null>;
  /** Values of `${secret.…}`; masked wherever they appear. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly onEvent: (event: RunEvent) => void;
  readonly interruption: Interruption;
}
