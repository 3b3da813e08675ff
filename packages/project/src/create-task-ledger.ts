import type { StoredTask, TaskStore } from "@canary/task-manager";
import type { TaskLedger } from "@canary/task-master";

export interface TaskLedgerOptions {
  readonly store: TaskStore;
  /** Called with the tasks of each transition once it is stored; writes their boxes where the project wants that. */
  readonly onStored?: (tasks: readonly StoredTask[]) => void;
}

/** The task store as the ledger of runs. */
export function createTaskLedger({ store, onStored }: TaskLedgerOptions): TaskLedger {
  return {
    load: async () => store.read().tasks,
    transition: async (transitions) => {
      const stored = store.transitionEach(
        transitions.map(({ id, status, record: { run, attempt, environment, evidence, message } }) => ({
          id,
          change: {
            status,
            run,
            attempt,
            force: true,
            ...(evidence.length === 0 ? {} : { evidence: { environment, items: evidence } }),
            ...(message === undefined ? {} : { message }),
          },
        })),
      );
      onStored?.(stored.map(({ task }) => task));
    },
  };
}
