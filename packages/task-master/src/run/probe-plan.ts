import { rmSync } from "node:fs";
import { EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { Plan, PlannedStep, PlannedTask } from "../plan/plan.ts";
import { runStep } from "../step/run-step.ts";
import type { FinishedStep } from "../step/run-step.ts";
import { exitCodeOf } from "./finished-run.ts";
import { isAnswer } from "./is-answer.ts";
import type { RunDeps } from "./run-deps.ts";
import { RunSession } from "./run-session.ts";
import { tellTask } from "./tell-task.ts";

/** What the checks say about a task: nobody can say for `unknown`. */
export type ProbeState = "already_so" | "would_change" | "unknown" | "manual" | "skipped";

export interface ProbedTask {
  readonly task: string;
  readonly title: string;
  readonly state: ProbeState;
  /** What it rests on: the command that decided, or why nothing did. */
  readonly because: string;
}

/** What a run of the plan would change. */
export interface Probe {
  readonly environment: string;
  readonly tasks: readonly ProbedTask[];
  /** 0 when everything is already so, 8 when changes are pending, 130 and its like after a signal. */
  readonly exitCode: ExitCode;
}

/**
 * Runs the read-only checks of a plan, one after the other, and changes nothing: neither the cluster nor the ledger.
 * A task without a check is asked by `terraform plan` where all its steps are terraform, and by its verify steps where it
 * changes nothing anyway; else it is unknown.
 */
export async function probePlan(plan: Plan, deps: RunDeps): Promise<Probe> {
  const session = new RunSession(plan, deps, { purpose: "probe" });
  try {
    const tasks: ProbedTask[] = [];
    for (const [index, task] of plan.tasks.entries()) {
      if (session.interruption.signal !== null) break;
      tellTask(session, task, index + 1);
      tasks.push(await probeTask(session, task));
    }
    const { signal } = session.interruption;
    const isPending = tasks.some(({ state }) => state !== "already_so" && state !== "skipped");
    const own = isPending ? EXIT_CODES.changesPending : EXIT_CODES.done;
    return { environment: plan.environment, tasks, exitCode: signal === null ? own : exitCodeOf([], signal) };
  } finally {
    session.close();
    rmSync(session.directory, { recursive: true, force: true });
  }
}

async function probeTask(session: RunSession, task: PlannedTask): Promise<ProbedTask> {
  const told = (state: ProbeState, because: string): ProbedTask => {
    return { task: task.id, title: task.title, state, because };
  };
  if (task.skippedBecause !== null) return told("skipped", task.skippedBecause);
  if (task.isManual) {
    return task.status === "completed"
      ? told("already_so", "a person did it")
      : told("manual", "a person does it");
  }
  const steps = questionsOf(task);
  if (steps === undefined) return told("unknown", "it has no check");
  for (const step of steps) {
    const end = await ask(session, task, step);
    if (end.outcome === "passed") continue;
    return told(
      isAnswer(end) && !isReading(task) ? "would_change" : "unknown",
      end.problem?.message.split("\n")[0] ?? end.outcome,
    );
  }
  return told("already_so", steps.map(({ name }) => name).join(", "));
}

async function ask(session: RunSession, task: PlannedTask, step: PlannedStep): Promise<FinishedStep> {
  return runStep({ session, task, step, taskDeadlineMs: performance.now() + step.timeoutMs });
}

/** The read-only steps that tell whether the task is done; undefined when there are none. */
function questionsOf({ check, run, verify }: PlannedTask): readonly PlannedStep[] | undefined {
  if (check.length > 0) return check;
  if (isReading({ run }) && verify.length > 0) return verify;
  const plans = run.map((step) => asPlan(step)).filter((step) => step !== undefined);
  return plans.length > 0 && plans.length === run.length ? plans : undefined;
}

/** Whether no step of this task changes anything: it can only be so or not. */
function isReading({ run }: Pick<PlannedTask, "run">): boolean {
  return run.every(({ changes }) => changes === "never");
}

function asPlan(step: PlannedStep): PlannedStep | undefined {
  const { action } = step;
  if (action.kind !== "terraform") return undefined;
  return { ...step, part: "check", action: { ...action, command: "plan" } };
}
