import { setTimeout as sleep } from "node:timers/promises";
import type { WaitAction } from "../plan/plan.ts";
import { runHttpAction } from "./run-http-action.ts";
import { runProcessAction } from "./run-process-action.ts";
import { timeLeftMs } from "./step-scope.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";

/** Asks a read-only step again and again until it passes or the time is up. A missing program ends it at once. */
export async function runWaitAction(scope: StepScope, action: WaitAction): Promise<StepEnd> {
  const { session } = scope;
  for (;;) {
    const end = await ask(scope, action);
    if (end.outcome === "passed" || end.problem?.code === "CANARY_TOOL_NOT_FOUND") return end;
    if (session.interruption.signal !== null) return { ...end, outcome: "interrupted" };
    if (timeLeftMs(scope) <= action.intervalMs) return timedOut(scope, end);
    await sleep(action.intervalMs, undefined, { signal: session.interruption.aborted }).catch(
      () => undefined,
    );
  }
}

async function ask(scope: StepScope, { for: asked }: WaitAction): Promise<StepEnd> {
  const deadlineMs = Math.min(scope.deadlineMs, performance.now() + asked.timeoutMs);
  const { action } = asked;
  if (action.kind === "http") {
    return runHttpAction({ ...scope, deadlineMs, step: { ...asked, part: "check" } }, action);
  }
  return runProcessAction({ ...scope, deadlineMs, step: asked }, action);
}

function timedOut({ step }: StepScope, end: StepEnd): StepEnd {
  const seconds = Math.round(step.timeoutMs / 1000);
  return {
    ...end,
    outcome: "timed_out",
    problem: {
      code: "CANARY_TOOL_TIMED_OUT",
      message: `"${step.name}" was not so within ${seconds} s: ${end.problem?.message ?? "no answer"}`,
      hint: end.problem?.hint ?? "Read the log",
      verdict: null,
    },
  };
}
