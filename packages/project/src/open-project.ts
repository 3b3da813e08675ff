import { resolve } from "node:path";
import type { Clock, PrdDocument, TaskResult, TaskStatus } from "@canary/core";
import { findPhase, findTask, openTaskStore, queryTasks } from "@canary/task-manager";
import type {
  MergeReport,
  StoredTask,
  StoreNotice,
  TaskFilter,
  TaskStore,
  WriteBackReport,
} from "@canary/task-manager";
import { probePlan, verifyPlan } from "@canary/task-master";
import type { FinishedRun, Plan, Probe, RunDeps, VerifyReport } from "@canary/task-master";
import { checkPlaybooks } from "./check-playbooks.ts";
import type { PlaybookReport } from "./check-playbooks.ts";
import { newPlaybookEntry } from "./new-playbook-entry.ts";
import type { NewEntry, NewEntryOptions } from "./new-playbook-entry.ts";
import { canaryProgram } from "./canary-program.ts";
import { createDocuments } from "./create-documents.ts";
import type { Documents } from "./create-documents.ts";
import { executePreparedRun, runDepsOf } from "./execute-prepared-run.ts";
import type { ExecutionOptions, PreparedRun } from "./execute-prepared-run.ts";
import { prepareResume } from "./prepare-resume.ts";
import { prepareProjectRun } from "./project-run.ts";
import type { PreparedRunWithNotices, ProjectRunDeps } from "./project-run.ts";
import { readConfig, settingsOf } from "./read-config.ts";
import { refuseUnusable } from "./read-prd.ts";
import type { ReadPrd } from "./read-prd.ts";
import type { PlanningOptions, RunContext } from "./run-context.ts";
import { selectionOf } from "./run-target.ts";
import type { RunTarget } from "./run-target.ts";
import { readSavedPlan, savePlan } from "./saved-plan.ts";
import { syncDocument } from "./sync-document.ts";
import type { SyncOptions, SyncReport } from "./sync-document.ts";
import { writeBackTasks } from "./write-back-tasks.ts";
import { actorName, storeDirectoryOf } from "./tasks.ts";

export interface OpenProjectOptions {
  /** Where to look for the project from, upwards; absolute or relative to the process. */
  readonly cwd: string;
  readonly clock?: Clock;
  /** A configuration instead of the nearest canary.yaml. */
  readonly configFile?: string | undefined;
  /** Told what the task store mended on its own; where it is left out nobody is told. */
  readonly onNotice?: (notice: StoreNotice) => void;
  /** Absolute path of the canary program that playbooks call back; by default the one that runs, or this repository's. */
  readonly program?: string;
}

export interface ParseReport {
  /** As it was named. */
  readonly file: string;
  readonly document: PrdDocument;
  /** What it changed in the store; undefined when nothing was to be written. */
  readonly merge: MergeReport | undefined;
}

/** What a task must be to be given; a phase is named by number, id, or unique prefix of the id. */
export type TaskQuery = TaskFilter;

/** A project: its PRD, its tasks, its runs. Every function throws CanaryError only. */
export interface Project {
  readonly root: string;
  readonly store: TaskStore;
  /** The document at `path` (canary.yaml's when left out): metadata, phases, tasks, requirements, diagnostics. Writes nothing. */
  parsePrd(path?: string): Promise<PrdDocument>;
  /** The tasks of the store that match, in document order. */
  getTasks(query?: TaskQuery): Promise<readonly StoredTask[]>;
  /** True once the new status is stored; a refused transition throws CANARY_TASK_TRANSITION_REFUSED. */
  updateTaskStatus(id: string, status: TaskStatus, message?: string): Promise<true>;
  /** Checks, runs and verifies one task; how it ended is in the result. Throws CANARY_TASK_UNKNOWN, CANARY_PLAYBOOK_…. */
  executeTask(id: string, context?: RunContext): Promise<TaskResult>;
  /** Checks, runs and verifies the tasks of a phase, in order. */
  executePhase(name: string, context?: RunContext): Promise<FinishedRun>;
  /** Parses and merges into the store, unless it is a dry run or the content has errors. */
  parseAndMerge(path: string | undefined, options: { readonly isDryRun: boolean }): ParseReport;
  /** Reconciles a document with the store in both directions. */
  sync(options?: SyncOptions): SyncReport;
  /** Makes the boxes of these tasks (ids, aliases, numbers or unique prefixes) say what the store says. */
  writeBack(ids: readonly string[]): WriteBackReport;
  /** What executing this target would do; pure. */
  plan(target: RunTarget, options?: PlanningOptions): Promise<Plan>;
  /** The same with what its execution needs, and what is odd about the playbooks. */
  prepare(target: RunTarget, options?: PlanningOptions): Promise<PreparedRunWithNotices>;
  /** Writes a plan to a file for `readPlan`, with its secrets masked. */
  savePlan(prepared: PreparedRun, path: string): void;
  /** The plan of such a file. Throws CANARY_PLAN_STALE when document, playbooks, configuration or tasks changed since. */
  readPlan(path: string): Promise<PreparedRunWithNotices>;
  /** What going on with a run needs: the latest that is not done, when left out. Throws CANARY_VALUE_UNKNOWN, CANARY_PLAN_STALE. */
  prepareResume(run?: string): Promise<PreparedRunWithNotices>;
  /** Runs the read-only checks of a plan: what is already so, and what would change. Changes nothing. */
  probe(prepared: PreparedRun, options?: ExecutionOptions): Promise<Probe>;
  /** Runs the verify steps of a plan alone: which completed tasks are still true. Changes nothing. */
  verify(prepared: PreparedRun, options?: ExecutionOptions): Promise<VerifyReport>;
  /** Everything that is wrong with the playbooks; these files, or the folder of canary.yaml. Reads only. */
  checkPlaybooks(files?: readonly string[]): Promise<PlaybookReport>;
  /** A first entry for a task that has none. */
  newPlaybookEntry(task: string, options?: NewEntryOptions): NewEntry;
  /** What probePlan, verifyPlan and executePlan need for this plan: ledger, processes' environment, secrets, cluster. */
  runDeps(prepared: PreparedRun, options?: ExecutionOptions): Promise<RunDeps>;
  /** Executes this target. */
  execute(target: RunTarget, context?: RunContext): Promise<FinishedRun>;
}

/** Opens the project around `cwd`: the nearest folder upwards with a canary.yaml or a .canary. Throws CANARY_CONFIG_…. */
export function openProject(options: OpenProjectOptions): Project {
  const cwd = resolve(options.cwd);
  const project = readConfig(cwd, options.configFile);
  const clock = options.clock ?? { now: () => Date.now() };
  const store = openTaskStore({
    directory: storeDirectoryOf(project.root),
    clock,
    actor: actorName(),
    ...(options.onNotice === undefined ? {} : { onNotice: options.onNotice }),
  });
  return {
    root: project.root,
    store,
    ...documentsOf(createDocuments({ ...settingsOf(project), cwd, store })),
    ...tasksOf(store),
    sync: (wanted) => syncDocument({ store, ...settingsOf(project) }, wanted),
    writeBack: (ids) => {
      const snapshot = store.read();
      return writeBackTasks(
        { store, root: project.root },
        ids.map((id) => findTask(snapshot, id)),
      );
    },
    ...runsOf({ project, store, program: options.program ?? canaryProgram() }, clock),
  };
}

function documentsOf(documents: Documents): Pick<Project, "parsePrd" | "parseAndMerge"> {
  const readUsable = (path: string | undefined): ReadPrd => {
    const read = documents.read({ path });
    refuseUnusable(read);
    return read;
  };
  return {
    parsePrd: async (path) => readUsable(path).document,
    parseAndMerge: (path, { isDryRun }) => {
      const read = readUsable(path);
      const { file, document } = read;
      const isRefused = isDryRun || document.diagnostics.some(({ severity }) => severity === "error");
      return { file, document, merge: isRefused ? undefined : documents.merge(read).report };
    },
  };
}

function tasksOf(store: TaskStore): Pick<Project, "getTasks" | "updateTaskStatus"> {
  return {
    getTasks: async ({ phase, ...filter } = {}) => {
      const snapshot = store.read();
      if (phase === undefined) return queryTasks(snapshot, filter);
      return queryTasks(snapshot, { ...filter, phase: findPhase(snapshot, phase, filter.document).id });
    },
    updateTaskStatus: async (id, status, message) => {
      store.transition(findTask(store.read(), id).id, {
        status,
        ...(message === undefined ? {} : { message }),
      });
      return true;
    },
  };
}

type RunFunctions = Pick<
  Project,
  | "executeTask"
  | "executePhase"
  | "plan"
  | "prepare"
  | "execute"
  | "savePlan"
  | "readPlan"
  | "prepareResume"
  | "probe"
  | "verify"
  | "runDeps"
  | "checkPlaybooks"
  | "newPlaybookEntry"
>;

function runsOf(deps: ProjectRunDeps, clock: Clock): RunFunctions {
  const prepare: Project["prepare"] = (target, options = {}) =>
    prepareProjectRun(deps, selectionOf(deps.store, target), options);
  const execute: Project["execute"] = async (target, context = {}) =>
    executePreparedRun(await prepare(target, context), clock, context);
  return {
    prepare,
    execute,
    executeTask: async (id, context) => onlyResult(await execute({ tasks: [id] }, context)),
    executePhase: (name, context) => execute({ phase: name }, context),
    plan: async (target, options) => (await prepare(target, options)).plan,
    checkPlaybooks: (files = []) => checkPlaybooks(deps, files),
    newPlaybookEntry: (task, entry = {}) => newPlaybookEntry(deps, task, entry),
    savePlan: (prepared, path) => savePlan(deps, prepared, path),
    readPlan: (path) => readSavedPlan(deps, path),
    runDeps: (prepared, options = {}) => runDepsOf(prepared, clock, options),
    prepareResume: (run) => prepareResume(deps, run),
    probe: async (prepared, options = {}) =>
      probePlan(prepared.plan, await runDepsOf(prepared, clock, options)),
    verify: async (prepared, options = {}) =>
      verifyPlan(prepared.plan, await runDepsOf(prepared, clock, options)),
  };
}

function onlyResult(run: FinishedRun): TaskResult {
  const [result] = run.results;
  if (result === undefined) throw new Error(`run ${run.run} of one task has no result`);
  return result;
}
