import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { proxyExceptions } from "@canary/core";
import type { Clock } from "@canary/core";
import { openTaskStore } from "@canary/task-manager";
import type { StoreNotice } from "@canary/task-manager";
import { executePlan, readSecrets, resumeRun, startsProcess } from "@canary/task-master/run";
import type { FinishedRun, Interruption, Plan, RunDeps, RunEvent } from "@canary/task-master/run";
import { childEnvironment } from "./child-environment.ts";
import { createRunLedger } from "./create-run-ledger.ts";
import type { RefusedBox } from "./create-run-ledger.ts";
import type { RunEnvironment } from "./run-environment.ts";
import { actorName } from "./tasks.ts";

/** A plan, and what its processes need of their environment. Plain data: it may come from another thread. */
export interface PreparedRun {
  readonly plan: Plan;
  readonly environment: RunEnvironment;
  /** The run that goes on, where it is none of its own. */
  readonly resumes?: string;
}

/** How a plan is to be executed; everything has a default. */
export interface ExecutionOptions {
  /** How many tasks may run at once; 1 by default. */
  readonly jobs?: number;
  readonly keepGoing?: boolean;
  /** How long to wait for what another run holds; 0 by default: the task fails with CANARY_RUN_LOCKED. */
  readonly lockTimeoutMs?: number;
  /** How long all of the run may take; no limit by default. */
  readonly timeoutMs?: number;
  /** Asks a person in place at a gate; by default the run ends there, and waits. */
  readonly ask?: NonNullable<RunDeps["ask"]>;
  readonly onEvent?: (event: RunEvent) => void;
  /** Told what the task store mended on its own. */
  readonly onStoreNotice?: (notice: StoreNotice) => void;
  /** Told of each completed task whose box could not be ticked, where canary.yaml wants boxes to follow. */
  readonly onBoxRefused?: (box: RefusedBox) => void;
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
  const deps = await runDepsOf(prepared, clock, options);
  const { plan, resumes } = prepared;
  return resumes === undefined ? executePlan(plan, deps) : resumeRun(resumes, deps);
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
  const { name, decidesStatus, context, kubeconfig } = environment;
  const mayBeWrong = context !== null && startsProcess(plan) && existsSync(kubeconfig);
  const fault = mayBeWrong ? await faultOf() : undefined;
  if (fault?.code === "CANARY_CONTEXT_WRONG") throw fault;
  const { stateDirectory: directory, projectDirectory: workingDirectory } = plan;
  return {
    ledger: createRunLedger({
      store: openTaskStore({
        directory,
        clock,
        actor: actorName(),
        onNotice: options.onStoreNotice ?? (() => undefined),
      }),
      root: workingDirectory,
      place: { name, decidesStatus, direction: plan.direction },
      isWrittenBack: environment.isWrittenBack,
      onBoxRefused: options.onBoxRefused ?? (() => undefined),
    }),
    clock,
    runsDirectory: join(directory, "runs"),
    environment: inheritedBy(environment),
    clusterEnvironment: () => exceptionsFor(environment),
    toolDirectories: environment.toolDirectories,
    kubeconfig: environment.kubeconfig,
    clusterFault: faultOf,
    secrets: await readSecrets(environment.secrets, { environment: process.env, workingDirectory }),
    isProtected: environment.isProtected,
    cluster: environment.isClusterChosen ? (environment.cluster?.name ?? null) : null,
    ...howOf(options),
  };
}

/** What calls canary back means the same configuration. */
function inheritedBy({ configFile }: RunEnvironment): Readonly<Record<string, string>> {
  const inherited = childEnvironment(process.env);
  return configFile === null ? inherited : { ...inherited, CANARY_CONFIG: configFile };
}

/** No proxy leads to a cluster on this machine; the run itself may make it, so its kubeconfig is read each time. */
function exceptionsFor({ cluster, kubeconfig }: RunEnvironment): Readonly<Record<string, string>> {
  if (cluster === null || !existsSync(kubeconfig)) return {};
  return { ...proxyExceptions(process.env, readFileSync(kubeconfig, "utf8")) };
}

/** What was said about the execution, and the defaults for the rest. */
function howOf({
  jobs = 1,
  keepGoing = false,
  lockTimeoutMs = 0,
  onEvent = () => undefined,
  interruption = NEVER_INTERRUPTED,
  ...optional
}: ExecutionOptions): Pick<
  RunDeps,
  "jobs" | "keepGoing" | "lockTimeoutMs" | "onEvent" | "interruption" | "timeoutMs" | "ask"
> {
  const { timeoutMs, ask } = optional;
  return {
    jobs,
    keepGoing,
    lockTimeoutMs,
    onEvent,
    interruption,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(ask === undefined ? {} : { ask }),
  };
}
