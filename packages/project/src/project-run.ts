import { join } from "node:path";
import type { Clock } from "@canary/core";
import type { TaskStore } from "@canary/task-manager";
import { executePlan, planRun } from "@canary/task-master";
import type { FinishedRun, Interruption, Plan, PlanContext, RunEvent } from "@canary/task-master";
import { childEnvironment } from "./child-environment.ts";
import { chooseEnvironment } from "./choose-cluster.ts";
import type { Environment } from "./choose-cluster.ts";
import { locateForProvider, openProjectCluster } from "./clusters.ts";
import { createTaskLedger } from "./create-task-ledger.ts";
import type { ProjectConfig } from "./read-config.ts";
import { readPlaybooks } from "./read-playbooks.ts";
import { storeDirectoryOf } from "./tasks.ts";

/** How a run is to be made; everything has a default. */
export interface RunContext {
  /** Name of an environment of canary.yaml; its default one when left out. */
  readonly environment?: string;
  /** Another cluster than the environment's. */
  readonly cluster?: string;
  /** How many tasks may run at once; 1 by default. */
  readonly jobs?: number;
  readonly keepGoing?: boolean;
  /** Only what could start now. */
  readonly ready?: boolean;
  /** From this task on, in the order of the plan. */
  readonly from?: string;
  /** Up to and with this task, in the order of the plan. */
  readonly until?: string;
  /** `undo` walks back. */
  readonly direction?: "run" | "undo";
  /** Values of `${var.…}`, beside the environment's. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly onEvent?: (event: RunEvent) => void;
  /** Delivers the signals that end the run; none by default. */
  readonly interruption?: Interruption;
}

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

const NEVER_INTERRUPTED: Interruption = { subscribe: () => () => undefined };

/** The plan of this selection in its environment; reads the playbooks, changes nothing. */
export async function planProjectRun(
  deps: ProjectRunDeps,
  selection: RunSelection,
  context: RunContext,
): Promise<Plan> {
  return planIn(await resolveEnvironment(deps, context), { deps, selection, context });
}

/** Executes this selection: journal and logs under `.canary/runs`, tasks in the store. */
export async function executeProjectRun(
  deps: ProjectRunDeps,
  selection: RunSelection,
  context: RunContext,
): Promise<FinishedRun> {
  const resolved = await resolveEnvironment(deps, context);
  return executePlan(planIn(resolved, { deps, selection, context }), {
    ledger: createTaskLedger(deps.store),
    clock: deps.clock,
    runsDirectory: join(storeDirectoryOf(deps.project.root), "runs"),
    environment: childEnvironment(process.env),
    toolDirectories: resolved.toolDirectories,
    kubeconfig: resolved.kubeconfig,
    jobs: context.jobs ?? 1,
    keepGoing: context.keepGoing ?? false,
    onEvent: context.onEvent ?? (() => undefined),
    interruption: context.interruption ?? NEVER_INTERRUPTED,
  });
}

interface RunRequest {
  readonly deps: ProjectRunDeps;
  readonly selection: RunSelection;
  readonly context: RunContext;
}

function planIn(
  { environment, values }: ResolvedEnvironment,
  { deps, selection, context }: RunRequest,
): Plan {
  const { project, store, program } = deps;
  const { tasks, phases } = store.read();
  return planRun(tasks, readPlaybooks(join(project.root, project.config.playbooks), project.root), {
    projectDirectory: project.root,
    stateDirectory: storeDirectoryOf(project.root),
    canaryProgram: program,
    environment: { name: environment.name, values },
    variables: { ...environment.variables, ...context.variables },
    phases,
    phase: selection.phase,
    select: selection.tasks,
    ...narrowingOf(context),
  });
}

function narrowingOf({ ready, from, until, direction }: RunContext): Partial<PlanContext> {
  return {
    ...(ready === undefined ? {} : { ready }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(direction === undefined ? {} : { direction }),
  };
}

interface ResolvedEnvironment {
  readonly environment: Environment;
  readonly kubeconfig: string;
  /** Where the cluster's own kubectl is; empty where the host's is meant. */
  readonly toolDirectories: readonly string[];
  /** The values of `${env.…}`. */
  readonly values: Readonly<Record<string, string>>;
}

async function resolveEnvironment(
  { project }: ProjectRunDeps,
  context: RunContext,
): Promise<ResolvedEnvironment> {
  const configured = chooseEnvironment(project.config, context.environment);
  const environment =
    context.cluster === undefined ? configured : { ...configured, cluster: context.cluster };
  const { name, cluster, provider } = environment;
  const { kubeconfigPath: kubeconfig } = openProjectCluster({ name: cluster, provider });
  const build = await locateForProvider(provider);
  return {
    environment,
    kubeconfig,
    toolDirectories: build !== undefined && provider === "local" ? [build.binDirectory] : [],
    values: {
      name,
      cluster,
      provider,
      kubeconfig,
      context: `canary-${cluster}`,
      ...(build === undefined ? {} : { manifests: build.manifestsDirectory }),
    },
  };
}
