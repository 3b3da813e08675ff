import type { PlannedTask } from "../plan/plan.ts";
import type { RunSession } from "./run-session.ts";

/** Tells that this task is being looked at. */
export function tellTask({ journal, plan }: RunSession, { id, title }: PlannedTask, position: number): void {
  journal.emit({ type: "task_started", task: id, title, position, total: plan.tasks.length });
}
