import { join } from "node:path";
import type { Clock } from "@canary/core";
import { openTaskStore } from "@canary/task-manager";
import { executePlan, readSecrets, usesCluster } from "@canary/task-master/run";
import type { FinishedRun, Interruption, Plan, RunDeps, RunEvent } from "@canary/task-master/run";
import { childEnvironment } from "./child-environment.ts";
import { createRunLedger } from "./create-run-ledger.ts";
import type { RunEnvironment } from "./run-environment.ts";
import { actorName } from "./tasks.ts";

/** A plan, and what its processes need of their environment. Plain data: it may come from another thread. */
export interface PreparedRun {
  readonly plan: Plan;
  readonly environment: RunEnvironment;
}

/** How a plan is to be executed; everything has a default. */
export interface ExecutionOptions {
  /** How many tasks may run at once; 1 by default. */
  readonly jobs?: number;
  readonly keepGoing?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
  /** Delivers the signals that end the run; none by default. */
  readonly interruption?: Interruption;
}

const NEVER_INTERRUPTED: Interruption = { subscribe: () => () => undefined };

/**
 * Executes a prepared run: journal and logs under `.canary/runs`, tasks in the store. This file loads nothing that only
 * planning needs: each process that a run starts costs time in proportion to the memory of the one that starts it.
 */
export async function executePreparedRun(
  prepared: PreparedRun,
  clock: Clock,
  options: ExecutionOptions,
): Promise<FinishedRun> {
  return executePlan(prepared.plan, await runDepsOf(prepared, clock, options));
}

/**
 * What a run, a probe or a verification of this plan needs of the world. Throws CANARY_CONTEXT_WRONG where the
 * environment's cluster must not be touched, before anything is, and CANARY_CONFIG_INVALID for a secret that is not there.
 */
export async function runDepsOf(
  { plan, environment }: PreparedRun,
  clock: Clock,
  options: ExecutionOptions,
): Promise<RunDeps> {
  const faultOf = async (): ReturnType<NonNullable<RunDeps["clusterFault"]>> => {
    const { clusterFault } = await import("./cluster-fault.ts");
    return clusterFault(environment);
  };
  const fault = usesCluster(plan) ? await faultOf() : undefined;
  if (fault?.code === "CANARY_CONTEXT_WRONG") throw fault;
  const { stateDirectory: directory, projectDirectory: workingDirectory } = plan;
  return {
    ledger: createRunLedger({
      store: openTaskStore({ directory, clock, actor: actorName() }),
      root: workingDirectory,
      isWrittenBack: environment.isWrittenBack,
    }),
    clock,
    runsDirectory: join(directory, "runs"),
    environment: childEnvironment(process.env),
    toolDirectories: environment.toolDirectories,
    kubeconfig: environment.kubeconfig,
    clusterFault: faultOf,
    secrets: await readSecrets(environment.secrets, { environment: process.env, workingDirectory }),
    jobs: options.jobs ?? 1,
    keepGoing: options.keepGoing ?? false,
    onEvent: options.onEvent ?? (() => undefined),
    interruption: options.interruption ?? NEVER_INTERRUPTED,
  };
}
