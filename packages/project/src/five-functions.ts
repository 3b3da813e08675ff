import type { PrdDocument, TaskResult, TaskStatus } from "@canary/core";
import type { StoredTask } from "@canary/task-manager";
import type { FinishedRun } from "@canary/task-master";
import { openProject } from "./open-project.ts";
import type { TaskQuery } from "./open-project.ts";
import type { RunContext } from "./run-context.ts";

/** `Project.parsePrd` of the project around the present folder. */
export function parsePrd(path: string): Promise<PrdDocument> {
  return here().parsePrd(path);
}

/** `Project.getTasks` of the project around the present folder. */
export function getTasks(query?: TaskQuery): Promise<readonly StoredTask[]> {
  return here().getTasks(query);
}

/** `Project.updateTaskStatus` of the project around the present folder. */
export function updateTaskStatus(id: string, status: TaskStatus, message?: string): Promise<true> {
  return here().updateTaskStatus(id, status, message);
}

/** `Project.executeTask` of the project around the present folder. */
export function executeTask(id: string, context?: RunContext): Promise<TaskResult> {
  return here().executeTask(id, context);
}

/** `Project.executePhase` of the project around the present folder. */
export function executePhase(name: string, context?: RunContext): Promise<FinishedRun> {
  return here().executePhase(name, context);
}

function here(): ReturnType<typeof openProject> {
  return openProject({ cwd: process.cwd() });
}
