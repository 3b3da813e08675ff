import { isCanaryError } from "@canary/core";
import type { StoredTask, TaskStore } from "@canary/task-manager";
import type { TaskLedger } from "@canary/task-master";
import { createTaskLedger } from "./create-task-ledger.ts";
import type { RunPlace } from "./tasks-in-environment.ts";
import { writeBackTasks } from "./write-back-tasks.ts";

/** A completed task whose box could not be ticked. */
export interface RefusedBox {
  /** Id in its document. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface RunLedgerDeps {
  readonly store: TaskStore;
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** Where the run works. */
  readonly place: RunPlace;
  readonly isWrittenBack: boolean;
  readonly onBoxRefused: (box: RefusedBox) => void;
}

/**
 * The ledger of a project's runs: the store, and where canary.yaml wants it the boxes of the document after it. Boxes of
 * completed tasks that cannot be written are told, and left for `canary tasks sync`: a document must not end a run.
 */
export function createRunLedger(deps: RunLedgerDeps): TaskLedger {
  const { store, place, isWrittenBack } = deps;
  if (!isWrittenBack) return createTaskLedger({ store, place });
  return createTaskLedger({ store, place, onStored: (tasks) => writeBoxes(tasks, deps) });
}

function writeBoxes(tasks: readonly StoredTask[], { store, root, onBoxRefused }: RunLedgerDeps): void {
  const refuse = ({ localId, source }: StoredTask, reason: string): void =>
    onBoxRefused({ id: localId, file: source.file, line: source.line, reason });
  const completed = tasks.filter(({ status }) => status === "completed");
  try {
    const { refused } = writeBackTasks({ store, root }, tasks);
    const reasons = new Map(refused.map(({ id, reason }) => [id, reason]));
    for (const task of completed) {
      const reason = reasons.get(task.localId);
      if (reason !== undefined) refuse(task, reason);
    }
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    for (const task of completed) refuse(task, error.message);
  }
}
