import type { TaskStore } from "@canary/task-manager";
import type { TaskLedger } from "@canary/task-master";

/** The task store as the ledger of runs. */
export function createTaskLedger(store: TaskStore): TaskLedger {
  return {
    load: async () => store.read().tasks,
    transition: async (transitions) => {
      store.transitionEach(
        transitions.map(({ id, status, record: { run, environment, evidence, message } }) => ({
          id,
          change: {
            status,
            run,
            force: true,
            ...(evidence.length === 0 ? {} : { evidence: { environment, items: evidence } }),
            ...(message === undefined ? {} : { message }),
          },
        })),
      );
    },
  };
}
