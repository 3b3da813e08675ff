import { join } from "node:path";
import type { Clock } from "@canary/core";
import type { StoreSnapshot, TaskStore } from "@canary/task-manager";
import { executePlan, planRun, readSecrets, usesCluster } from "@canary/task-master";
import type { FinishedRun, Interruption, Plan, PlanContext, RunDeps } from "@canary/task-master";
import { childEnvironment } from "./child-environment.ts";
import { clusterFault } from "./cluster-fault.ts";
import { createTaskLedger } from "./create-task-ledger.ts";
import { noticeUnknownEntries } from "./unknown-entries.ts";
import type { ProjectConfig } from "./read-config.ts";
import { readPlaybooks } from "./read-playbooks.ts";
import type { RunContext } from "./run-context.ts";
import { resolveEnvironment } from "./run-environment.ts";
import type { RunEnvironment } from "./run-environment.ts";
import { storeDirectoryOf } from "./tasks.ts";

/** What a run is about: a phase by its id, or some tasks. */
export interface RunSelection {
  readonly phase: string | null;
  readonly tasks: readonly string[];
}

export interface ProjectRunDeps {
  readonly project: ProjectConfig;
  readonly store: TaskStore;
  readonly clock: Clock;
  /** Absolute path of the canary program, for playbooks. */
  readonly program: string;
}

/** A plan with the environment that it was made for. */
export interface ProjectPlan {
  readonly plan: Plan;
  readonly environment: RunEnvironment;
}

const NEVER_INTERRUPTED: Interruption = { subscribe: () => () => undefined };

/** The plan of this selection in its environment; reads the playbooks, changes nothing. */
export async function planProjectRun(
  deps: ProjectRunDeps,
  selection: RunSelection,
  context: RunContext,
): Promise<ProjectPlan> {
  const { project, store } = deps;
  const environment = await resolveEnvironment(project, context);
  const snapshot = store.read();
  const playbooks = readPlaybooks(join(project.root, project.config.playbooks), project.root);
  if (context.onNotice !== undefined) noticeUnknownEntries(playbooks, snapshot.tasks, context.onNotice);
  const plan = planRun(snapshot.tasks, playbooks, {
    ...planContextOf(deps, environment, snapshot.phases),
    variables: { ...environment.variables, ...context.variables },
    phase: selection.phase,
    select: selection.tasks,
    ...narrowingOf(context),
  });
  return { plan, environment };
}

/** What every plan of this project in this environment is made for. */
export function planContextOf(
  { project, program }: Pick<ProjectRunDeps, "project" | "program">,
  environment: RunEnvironment,
  phases: StoreSnapshot["phases"],
): PlanContext {
  const { name, values, unavailable, context } = environment;
  return {
    projectDirectory: project.root,
    stateDirectory: storeDirectoryOf(project.root),
    canaryProgram: program,
    environment: { name, values, unavailable, kubeContext: context },
    variables: environment.variables,
    secrets: Object.keys(environment.secrets),
    phases,
  };
}

/** Executes a plan: journal and logs under `.canary/runs`, tasks in the store. */
export async function executeProjectPlan(
  deps: ProjectRunDeps,
  planned: ProjectPlan,
  context: RunContext,
): Promise<FinishedRun> {
  return executePlan(planned.plan, await runDepsOf(deps, planned, context));
}

/**
 * What a run, a probe or a verification of this plan needs of the world. Throws CANARY_CONTEXT_WRONG and
 * CANARY_CONFIG_INVALID where the environment's cluster must not be touched, before anything is.
 */
export async function runDepsOf(
  { project, store, clock }: ProjectRunDeps,
  { plan, environment }: ProjectPlan,
  context: RunContext,
): Promise<RunDeps> {
  const fault = usesCluster(plan) ? clusterFault(environment) : undefined;
  if (fault !== undefined && fault.code !== "CANARY_CLUSTER_NOT_FOUND") throw fault;
  return {
    ledger: createTaskLedger(store),
    clock,
    runsDirectory: runsDirectoryOf(project),
    environment: childEnvironment(process.env),
    toolDirectories: environment.toolDirectories,
    kubeconfig: environment.kubeconfig,
    clusterFault: () => clusterFault(environment),
    secrets: await readSecrets(environment.secrets, {
      environment: process.env,
      workingDirectory: project.root,
    }),
    jobs: context.jobs ?? 1,
    keepGoing: context.keepGoing ?? false,
    onEvent: context.onEvent ?? (() => undefined),
    interruption: context.interruption ?? NEVER_INTERRUPTED,
  };
}

/** Where the runs of a project are. */
export function runsDirectoryOf({ root }: Pick<ProjectConfig, "root">): string {
  return join(storeDirectoryOf(root), "runs");
}

function narrowingOf({ ready, from, until, direction }: RunContext): Partial<PlanContext> {
  return {
    ...(ready === undefined ? {} : { ready }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(direction === undefined ? {} : { direction }),
  };
}
