import type { Phase } from "@canary/core";
import { findPhase, findTask, queryTasks } from "@canary/task-manager";
import type { TaskStore } from "@canary/task-manager";
import type { RunSelection } from "./project-run.ts";

/** What a run is asked to be about: a phase, tasks (both by number, id, alias or unique prefix), or every task of the default document. */
export type RunTarget =
  | { readonly phase: string }
  | { readonly tasks: readonly string[] }
  | { readonly all: true };

/** The tasks that a target means. Throws CANARY_PHASE_…, CANARY_TASK_… for names that are unknown or ambiguous. */
export function selectionOf(store: TaskStore, target: RunTarget): RunSelection {
  const snapshot = store.read();
  if ("tasks" in target) return { phase: null, tasks: target.tasks.map((id) => findTask(snapshot, id).id) };
  if ("all" in target) return { phase: null, tasks: queryTasks(snapshot).map(({ id }) => id) };
  const phase: Pick<Phase, "id"> = findPhase(snapshot, target.phase);
  return { phase: phase.id, tasks: queryTasks(snapshot, { phase: phase.id }).map(({ id }) => id) };
}
