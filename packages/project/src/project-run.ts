import { join } from "node:path";
import type { Diagnostic } from "@canary/core";
import type { StoreSnapshot, TaskStore } from "@canary/task-manager";
import { planRun } from "@canary/task-master";
import type { PlanContext } from "@canary/task-master";
import { damagedRecords } from "./damaged-records.ts";
import type { PreparedRun } from "./execute-prepared-run.ts";
import type { ProjectConfig } from "./read-config.ts";
import { readPlaybooks } from "./read-playbooks.ts";
import type { PlanningOptions } from "./run-context.ts";
import { resolveEnvironment } from "./run-environment.ts";
import type { RunEnvironment } from "./run-environment.ts";
import { interruptedTasks, tasksInEnvironment } from "./tasks-in-environment.ts";
import { storeDirectoryOf } from "./tasks.ts";
import { unknownEntries } from "./unknown-entries.ts";

/** What a run is about: a phase by its id, or some tasks. */
export interface RunSelection {
  readonly phase: string | null;
  readonly tasks: readonly string[];
}

export interface ProjectRunDeps {
  readonly project: ProjectConfig;
  readonly store: TaskStore;
  /** Absolute path of the canary program, for playbooks. */
  readonly program: string;
}

/** A prepared run with what is odd about the store and the playbooks that it was made from. */
export interface PreparedRunWithNotices extends PreparedRun {
  readonly notices: readonly Diagnostic[];
}

/** The plan of this selection, and what its execution needs; reads the playbooks, changes nothing. */
export async function prepareProjectRun(
  deps: ProjectRunDeps,
  selection: RunSelection,
  options: PlanningOptions,
): Promise<PreparedRunWithNotices> {
  const { project, store } = deps;
  const environment = await resolveEnvironment(project, options);
  const { tasks, phases, problems } = store.read();
  const statuses = new Map(tasks.map(({ id, status }) => [id, status]));
  const playbooks = readPlaybooks(join(project.root, project.config.playbooks), project.root);
  const place = { ...environment, direction: options.direction ?? "run" };
  const plan = planRun(tasksInEnvironment(tasks, place), playbooks, {
    ...planContextOf(deps, environment, phases),
    interrupted: interruptedTasks(tasks),
    variables: { ...environment.variables, ...options.variables },
    phase: selection.phase,
    select: selection.tasks.filter(
      (id) => options.status === undefined || statuses.get(id) === options.status,
    ),
    ...narrowingOf(options),
  });
  return { plan, environment, notices: [...damagedRecords(problems), ...unknownEntries(playbooks, tasks)] };
}

/** What every plan of this project in this environment is made for. */
export function planContextOf(
  { project, program }: Pick<ProjectRunDeps, "project" | "program">,
  environment: RunEnvironment,
  phases: StoreSnapshot["phases"],
): PlanContext {
  const { name, values, unavailable, context, decidesStatus } = environment;
  return {
    projectDirectory: project.root,
    stateDirectory: storeDirectoryOf(project.root),
    canaryProgram: program,
    environment: { name, values, unavailable, kubeContext: context, decidesStatus },
    variables: environment.variables,
    secrets: Object.keys(environment.secrets),
    phases,
  };
}

function narrowingOf({ ready, from, until, direction }: PlanningOptions): Partial<PlanContext> {
  return {
    ...(ready === undefined ? {} : { ready }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(direction === undefined ? {} : { direction }),
  };
}
