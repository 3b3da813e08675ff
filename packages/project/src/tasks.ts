import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Clock } from "@canary/core";
import { openTaskStore, readTaskRows as readRows, readTaskStore } from "@canary/task-manager";
import type { ScannedStore, StoreNotice, StoreSnapshot, TaskStore } from "@canary/task-manager";
import { findProjectRoot } from "./find-project-root.ts";

export { configNotFound } from "./config-not-found.ts";
export { findProjectRoot } from "./find-project-root.ts";
export { mentionsWriteBack } from "./mentions-write-back.ts";
export { writeBackTasks } from "./write-back-tasks.ts";
export {
  describeGraph,
  documentFor,
  explainBlockers,
  explainNext,
  findPhase,
  findAnyTask,
  findTask,
  measureProgress,
  nextTasks,
  numberTasks,
  ownerOf,
  planWaves,
  queryTasks,
  renderDotGraph,
  renderMermaidGraph,
  renderTextGraph,
  reportMeasured,
  reportProgress,
  SORT_KEYS,
  sortTasks,
} from "@canary/task-manager";
export type {
  Blocker,
  BlockerReport,
  GraphDescription,
  MeasuredReport,
  NextTask,
  NumberedRow,
  NumberedTasks,
  ProgressMeasures,
  ProgressReport,
  SortKey,
  StatusCounts,
  StoredPhase,
  StoredTask,
  StoreEvent,
  Transition,
  TransitionChange,
  WavePlan,
  WriteBackReport,
  StoreFinding,
  StoreNotice,
  StoreRepair,
  StoreSnapshot,
  TaskFilter,
  TaskRow,
  TaskStore,
} from "@canary/task-manager";

export interface OpenTasksOptions {
  /** Where to look for the project from, upwards; absolute. */
  readonly cwd: string;
  readonly clock: Clock;
  /** Told what the store mended on its own. */
  readonly onNotice?: (notice: StoreNotice) => void;
}

/** The task store of the project around `cwd`, without the rest of the project: the entrance of verbs that must start fast. */
export function openTasks(options: OpenTasksOptions): TaskStore {
  const root = findProjectRoot(options.cwd);
  const { clock, onNotice } = options;
  return openTaskStore({
    directory: storeDirectoryOf(root),
    clock,
    actor: actorName(),
    ...(onNotice === undefined ? {} : { onNotice }),
  });
}

/** What is in that store, without the means to change it: a program that only reads is half as large. */
export function readTasks({ cwd, clock }: Pick<OpenTasksOptions, "cwd" | "clock">): StoreSnapshot {
  return readTaskStore({ directory: storeDirectoryOf(findProjectRoot(cwd)), clock });
}

/** What a table shows of it, faster; undefined where `readTasks` has to look closer. */
export function readTaskRows({
  cwd,
  clock,
}: Pick<OpenTasksOptions, "cwd" | "clock">): ScannedStore | undefined {
  return readRows({ directory: storeDirectoryOf(findProjectRoot(cwd)), clock });
}

/** Where a project keeps its tasks, events and runs. */
export function storeDirectoryOf(root: string): string {
  return join(root, ".canary");
}

/** `user@host`, as events name who made a change. */
export function actorName(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `unknown@${hostname()}`;
  }
}
