import { join } from "node:path";
import type { Clock } from "@canary/core";
import { locateBuild } from "@canary/local-cluster";
import type { TaskStore } from "@canary/task-manager";
import { executePlan, planRun } from "@canary/task-master";
import type { FinishedRun, Interruption, Plan, RunEvent } from "@canary/task-master";
import { childEnvironment } from "./child-environment.ts";
import { chooseEnvironment } from "./choose-cluster.ts";
import type { Environment } from "./choose-cluster.ts";
import { openProjectCluster, recipeDirectory } from "./clusters.ts";
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
  const { project, store, program } = deps;
  const { tasks, phases } = store.read();
  const environment = environmentOf(deps, context);
  const playbooks = readPlaybooks(join(project.root, project.config.playbooks), project.root);
  return planRun(tasks, playbooks, {
    projectDirectory: project.root,
    stateDirectory: storeDirectoryOf(project.root),
    canaryProgram: program,
    environment: { name: environment.name, values: await valuesOf(environment) },
    variables: { ...environment.variables, ...context.variables },
    phases,
    phase: selection.phase,
    select: selection.tasks,
  });
}

/** Executes this selection: journal and logs under `.canary/runs`, tasks in the store. */
export async function executeProjectRun(
  deps: ProjectRunDeps,
  selection: RunSelection,
  context: RunContext,
): Promise<FinishedRun> {
  const plan = await planProjectRun(deps, selection, context);
  const environment = environmentOf(deps, context);
  return executePlan(plan, {
    ledger: createTaskLedger(deps.store),
    clock: deps.clock,
    runsDirectory: join(storeDirectoryOf(deps.project.root), "runs"),
    environment: childEnvironment(process.env),
    toolDirectories:
      environment.provider === "local"
        ? [(await locateBuild({ recipeDirectory: recipeDirectory() })).binDirectory]
        : [],
    kubeconfig: openProjectCluster({ name: environment.cluster, provider: environment.provider })
      .kubeconfigPath,
    jobs: context.jobs ?? 1,
    keepGoing: context.keepGoing ?? false,
    onEvent: context.onEvent ?? (() => undefined),
    interruption: context.interruption ?? NEVER_INTERRUPTED,
  });
}

function environmentOf({ project }: ProjectRunDeps, context: RunContext): Environment {
  const environment = chooseEnvironment(project.config, context.environment);
  return context.cluster === undefined ? environment : { ...environment, cluster: context.cluster };
}

/** The values of `${env.…}`. */
async function valuesOf(environment: Environment): Promise<Readonly<Record<string, string>>> {
  const { name, cluster, provider } = environment;
  const { manifestsDirectory } = await locateBuild({ recipeDirectory: recipeDirectory() });
  const { kubeconfigPath } = openProjectCluster({ name: cluster, provider });
  return {
    name,
    cluster,
    provider,
    kubeconfig: kubeconfigPath,
    context: `canary-${cluster}`,
    manifests: manifestsDirectory,
  };
}
