import { setTimeout as sleep } from "node:timers/promises";
import pRetry from "p-retry";
import { isCanaryError, maskSecrets } from "@canary/core";
import { retryAfterMs } from "../failure/retry-after.ts";
import type { PlannedAction, PlannedStep, PlannedTask } from "../plan/plan.ts";
import { AttemptLog } from "../run/attempt-log.ts";
import type { RunSession } from "../run/run-session.ts";
import { runApproveAction } from "./run-approve-action.ts";
import { runHttpAction } from "./run-http-action.ts";
import { runProcessAction } from "./run-process-action.ts";
import { runTerraformAction } from "./run-terraform-action.ts";
import { runWaitAction } from "./run-wait-action.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";

/** A step with all of its attempts. */
export interface FinishedStep extends StepEnd {
  readonly step: PlannedStep;
  /** Path of the last attempt's log. */
  readonly log: string;
}

interface StepPlace {
  readonly session: RunSession;
  readonly task: PlannedTask;
  readonly step: PlannedStep;
  /** When the task's time is up, by `performance.now()`. */
  readonly taskDeadlineMs: number;
}

class TransientFailure extends Error {}

/** Runs a step until it passes, fails for a reason that does not go away by itself, or may not be tried again. */
export async function runStep(place: StepPlace): Promise<FinishedStep> {
  const { session, step, taskDeadlineMs } = place;
  const { attempts, totalMs } = step.retry;
  let last: FinishedStep | undefined;
  const attemptsBefore = session.history?.attempts.get(`${place.task.id}/${step.id}`) ?? 0;
  const leftMs = taskDeadlineMs - performance.now();
  try {
    return await pRetry(
      async (attempt) => {
        last = await runAttempt(place, attemptsBefore + attempt);
        if (last.outcome === "failed" && last.problem?.verdict?.kind === "transient")
          throw new TransientFailure();
        return last;
      },
      {
        retries: attempts - 1,
        minTimeout: 0,
        maxRetryTime: Math.max(0, Math.min(totalMs, leftMs)),
        signal: session.interruption.aborted,
        shouldRetry: ({ error }) => error instanceof TransientFailure,
        onFailedAttempt: async ({ attemptNumber, retriesLeft }) => {
          const isOver = retriesLeft === 0 || session.interruption.signal !== null;
          if (last !== undefined && !isOver) await pause(place, last, attemptNumber);
        },
      },
    );
  } catch (error) {
    if (last === undefined) throw error;
    if (session.interruption.signal !== null) return interrupted(last);
    if (!(error instanceof TransientFailure)) throw error;
    return last;
  }
}

/** Full jitter: anything up to the doubled delay; a server's Retry-After is a lower bound. */
async function pause({ session, task, step }: StepPlace, last: FinishedStep, attempt: number): Promise<void> {
  const { delayMs, maxDelayMs } = step.retry;
  const mostMs = Math.min(maxDelayMs, delayMs * 2 ** (attempt - 1));
  const waitMs = Math.round(Math.max(retryAfterMs(last.output) ?? 0, Math.random() * mostMs));
  const { kind = "transient", rule = "", line = null } = last.problem?.verdict ?? {};
  const verdict = { kind, rule, line } as const;
  session.journal.emit({
    type: "step_retried",
    task: task.id,
    step: step.id,
    attempt,
    delayMs: waitMs,
    verdict,
  });
  await sleep(waitMs, undefined, { signal: session.interruption.aborted });
}

function interrupted(last: FinishedStep): FinishedStep {
  return last.outcome === "passed" ? last : { ...last, outcome: "interrupted" };
}

async function runAttempt(place: StepPlace, attempt: number): Promise<FinishedStep> {
  const { session, task, step, taskDeadlineMs } = place;
  const began = performance.now();
  const path = session.logPath(task.id, step.id, attempt);
  const log = new AttemptLog(path, {
    secrets: session.secrets,
    onText: (text) => session.journal.emit({ type: "step_output", task: task.id, step: step.id, text }),
  });
  const { name, part } = step;
  session.journal.emit({
    type: "step_started",
    task: task.id,
    step: step.id,
    attempt,
    name,
    part,
    log: path,
  });
  const deadlineMs = Math.min(began + step.timeoutMs, taskDeadlineMs);
  const end = await runAction({ session, task, step, attempt, log, deadlineMs }).finally(() => log.close());
  if (end.outcome === "passed" && installs(step.action)) session.hasInstalled = true;
  session.journal.emit({
    type: "step_finished",
    task: task.id,
    step: step.id,
    attempt,
    outcome: end.outcome,
    changed: end.changed,
    exitCode: end.exitCode,
    durationMs: Math.round(performance.now() - began),
  });
  return { ...end, step, log: path };
}

async function runAction(scope: StepScope): Promise<StepEnd> {
  const { action } = scope.step;
  try {
    if (action.kind === "terraform") return await runTerraformAction(scope, action);
    if (action.kind === "http") return await runHttpAction(scope, action);
    if (action.kind === "wait") return await runWaitAction(scope, action);
    if (action.kind === "approve") return await runApproveAction(scope, action);
    return await runProcessAction(scope, action);
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    const message = maskSecrets(error.message, scope.session.secrets);
    const problem = { code: error.code, message, hint: error.hint, verdict: null };
    return { outcome: "failed", changed: false, command: [], exitCode: null, output: "", problem };
  }
}

/** Whether kinds or webhooks may be new after this step. */
function installs(action: PlannedAction): boolean {
  if (action.kind === "terraform") return action.command === "apply";
  if (action.kind !== "kubectl" && action.kind !== "helm") return false;
  return ["apply", "create", "install", "upgrade", "replace"].some((verb) => action.argv.includes(verb));
}
