import type { StoredTask, TaskStore } from "@canary/task-manager";
import type { TaskLedger, TaskTransition } from "@canary/task-master";
import { tasksInEnvironment } from "./tasks-in-environment.ts";
import type { RunPlace } from "./tasks-in-environment.ts";

export interface TaskLedgerOptions {
  readonly store: TaskStore;
  /** Where the run works. */
  readonly place: RunPlace;
  /** Called with the tasks of each transition once it is stored; writes their boxes where the project wants that. */
  readonly onStored?: (tasks: readonly StoredTask[]) => void;
}

/** The task store as the ledger of runs; in an environment that does not decide the status it takes evidence alone. */
export function createTaskLedger({ store, place, onStored }: TaskLedgerOptions): TaskLedger {
  return {
    load: async () => tasksInEnvironment(store.read().tasks, place),
    transition: async (transitions) => {
      if (!place.decidesStatus) {
        recordEvidence(store, transitions);
        return;
      }
      const stored = store.transitionEach(transitions.map(changeOf));
      onStored?.(stored.map(({ task }) => task));
    },
  };
}

function changeOf({
  id,
  status,
  record,
}: TaskTransition): Parameters<TaskStore["transitionEach"]>[0][number] {
  const { run, attempt, environment, evidence, message } = record;
  const change = {
    status,
    run,
    attempt,
    force: true,
    ...(evidence.length === 0 ? {} : { evidence: { environment, items: evidence } }),
    ...(message === undefined ? {} : { message }),
  };
  return { id, change };
}

/** What was verified is kept; what failed or was undone holds no longer. A task that is begun or has no proof says nothing. */
function recordEvidence(store: TaskStore, transitions: readonly TaskTransition[]): void {
  const seen = transitions.flatMap(({ id, status, record }) => {
    const { run, attempt, environment, evidence } = record;
    if (status === "completed" && evidence.length === 0) return [];
    if (status === "in_progress") return [];
    return [{ id, run, attempt, environment, items: status === "completed" ? evidence : [] }];
  });
  if (seen.length > 0) store.recordEvidence(seen);
}
