import { isCanaryError } from "@canary/core";
import type { TaskStore } from "@canary/task-manager";
import type { TaskLedger } from "@canary/task-master";
import { createTaskLedger } from "./create-task-ledger.ts";
import { writeBackTasks } from "./write-back-tasks.ts";

export interface RunLedgerDeps {
  readonly store: TaskStore;
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly isWrittenBack: boolean;
}

/**
 * The ledger of a project's runs: the store, and where canary.yaml wants it the boxes of the document after it. Boxes that
 * cannot be written are left for `canary tasks sync` to show: a document must not end a run.
 */
export function createRunLedger({ store, root, isWrittenBack }: RunLedgerDeps): TaskLedger {
  if (!isWrittenBack) return createTaskLedger({ store });
  return createTaskLedger({
    store,
    onStored: (tasks) => {
      try {
        writeBackTasks({ store, root }, tasks);
      } catch (error) {
        if (!isCanaryError(error)) throw error;
      }
    },
  });
}
