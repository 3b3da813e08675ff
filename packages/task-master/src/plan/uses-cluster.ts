import type { Plan, PlannedAction, PlannedTask } from "./plan.ts";

/** Whether a step of this plan starts a process: each gets the environment's KUBECONFIG, whatever program it is. */
export function startsProcess({ tasks }: Pick<Plan, "tasks">): boolean {
  return tasks.some((task) => task.skippedBecause === null && stepsOf(task).some(isProcess));
}

function isProcess(action: PlannedAction): boolean {
  if (action.kind === "wait") return isProcess(action.for.action);
  return action.kind !== "http" && action.kind !== "approve";
}

/** Whether this action talks to the cluster by the environment's kubeconfig. */
export function needsCluster(action: PlannedAction): boolean {
  if (action.kind === "wait") return needsCluster(action.for.action);
  if (action.kind === "kubectl" || action.kind === "helm") return true;
  return action.kind === "command" && (action.argv[0] === "kubectl" || action.argv[0] === "helm");
}

function stepsOf({ check, run, verify }: PlannedTask): readonly PlannedAction[] {
  return [...check, ...run, ...verify].map(({ action }) => action);
}
