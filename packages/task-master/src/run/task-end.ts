import { isSuccess, maskSecrets } from "@canary/core";
import type { ErrorCode, Evidence, Outcome, TaskFailure, TaskResult } from "@canary/core";
import type { Plan, PlannedTask } from "../plan/plan.ts";
import type { FinishedStep } from "../step/run-step.ts";
import { approveCommand } from "./approval.ts";
import type { ErrorFacts } from "./error-facts.ts";
import type { StepOutcome } from "./run-event.ts";

/** How a task ended. */
export type TaskEnd = TaskResult;

interface StepsEnd {
  readonly outcome: StepOutcome;
  readonly changed: boolean;
  /** The step that failed, else the last one. */
  readonly last: FinishedStep | undefined;
  readonly evidence: readonly Evidence[];
  readonly durationMs: number;
}

/** The result of a task whose steps ran. */
export function taskEnd(
  task: PlannedTask,
  { outcome, changed, last, evidence, durationMs }: StepsEnd,
): TaskEnd {
  const ended = outcome === "passed" ? (changed ? "changed" : "ok") : outcome;
  const error = outcome === "passed" || last === undefined ? null : failureOf(last);
  return { ...result(task, ended, error), output: last?.output ?? "", evidence, durationMs };
}

/** A task that this run leaves out. */
export function skippedTask(task: PlannedTask, because: string): TaskEnd {
  return { ...result(task, "skipped", null), output: because };
}

/** A task that did not start because of others. */
export function blockedTask(task: PlannedTask, by: readonly string[], why: string): TaskEnd {
  const message = `Not started: ${by.join(", ")} ${why}`;
  const hint = "See to what it waits for, then run the same command again";
  return result(task, "blocked", failure("CANARY_TASK_BLOCKED", message, hint));
}

/** A task that did not start because the run was interrupted, or its time was up. */
export function cancelledTask(task: PlannedTask, { isTimedOut, deps }: TimeLimit): TaskEnd {
  if (isTimedOut) {
    const message = `Not started: ${timeIsUp(deps.timeoutMs)}`;
    return result(task, "cancelled", failure("CANARY_TOOL_TIMED_OUT", message, MORE_TIME));
  }
  const message = "Not started: the run was interrupted";
  return result(task, "cancelled", failure("CANARY_RUN_INTERRUPTED", message, "Run the same command again"));
}

/** The time limit of a run, and whether it was reached. */
interface TimeLimit {
  readonly isTimedOut: boolean;
  readonly deps: { readonly timeoutMs?: number };
}

const MORE_TIME = "Run the same command again, with a longer --timeout if it only needs more time";

/** A task that was ended because the time of all of the run was up. */
export function timedOutTask(end: TaskEnd, timeoutMs: number | undefined): TaskEnd {
  const { command = null, exitCode = null, log = null } = end.error ?? {};
  const message = `Ended before it was done: ${timeIsUp(timeoutMs)}`;
  const error = { ...failure("CANARY_TOOL_TIMED_OUT", message, MORE_TIME), command, exitCode, log };
  return { ...end, success: false, outcome: "timed_out", error };
}

function timeIsUp(timeoutMs = 0): string {
  return `the time limit of the run (--timeout, ${timeoutMs / 1000} s) was reached`;
}

/** A task without an entry: done when a person says so. */
export function manualTask(task: PlannedTask): TaskEnd {
  if (task.status === "completed") return result(task, "ok", null);
  const details = task.details.length === 0 ? "" : `\n${task.details.join("\n")}`;
  const hint = `Do it, then say so: canary tasks complete ${task.id}; or give it an entry in a playbook (canary playbook new ${task.id})`;
  const message = maskSecrets(`A person has to do this: ${task.title}${details}`);
  return result(task, "waiting", failure("CANARY_RUN_GATE", message, hint));
}

/** What is asked before anything is changed in a protected environment. */
export function protectionOf({ environment, phase, direction, tasks }: Plan): string {
  const what = direction === "undo" ? "undoes" : "changes";
  return `"${environment}" is protected: this run ${what} up to ${tasks.length} of its tasks (${phase ?? "a selection"})`;
}

/** A task that would change a protected environment, and nobody said yes yet. */
export function protectedTask(
  task: PlannedTask,
  { run, plan }: { readonly run: string; readonly plan: Plan },
): TaskEnd {
  return result(
    task,
    "waiting",
    failure("CANARY_RUN_GATE", protectionOf(plan), approveCommand(run, task.id)),
  );
}

/** A task that needs a tool that is not there. */
export function missingTool(task: PlannedTask, tool: string): TaskEnd {
  const message = `The program "${tool}" was not found on PATH; "${task.id}" needs it`;
  const hint = `Install ${tool}, or correct PATH, then run the same command again`;
  return result(task, "failed", failure("CANARY_TOOL_NOT_FOUND", message, hint));
}

/** A task that an error stopped before its end. */
export function brokenTask(task: PlannedTask, error: ErrorFacts): TaskEnd {
  return result(task, "failed", { ...error, command: null, exitCode: null, log: null });
}

/** A task whose end could not be recorded. */
export function unrecordedTask(end: TaskEnd, error: ErrorFacts): TaskEnd {
  return {
    ...end,
    success: false,
    outcome: "failed",
    error: { ...error, command: null, exitCode: null, log: null },
  };
}

function result(task: PlannedTask, outcome: Outcome, error: TaskFailure | null): TaskEnd {
  const { id, title } = task;
  return {
    task: id,
    title,
    success: isSuccess(outcome),
    outcome,
    output: "",
    error,
    durationMs: 0,
    evidence: [],
  };
}

function failure(code: ErrorCode, message: string, hint: string): TaskFailure {
  return { code, message, hint, command: null, exitCode: null, log: null };
}

function failureOf({ step, problem, command, exitCode, log }: FinishedStep): TaskFailure {
  const {
    code = "CANARY_RUN_INTERRUPTED",
    message = "interrupted",
    hint = "Run the same command again",
  } = problem ?? {};
  // A step without a name of its own is called by its command or question, which the message says already.
  const named = message.includes(step.name) ? message : `"${step.name}": ${message}`;
  const said = step.part === "verify" ? `Verifying ${named}` : named;
  return { code, message: said, hint, command: command.length === 0 ? null : command, exitCode, log };
}
