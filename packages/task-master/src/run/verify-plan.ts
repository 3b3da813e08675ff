import { rmSync } from "node:fs";
import { ERROR_CODES, EXIT_CODES } from "@canary/core";
import type { ErrorCode, Evidence, ExitCode, TaskStatus } from "@canary/core";
import type { Plan, PlannedStep, PlannedTask } from "../plan/plan.ts";
import { runStep } from "../step/run-step.ts";
import type { FinishedStep } from "../step/run-step.ts";
import { evidenceOf } from "./evidence-of.ts";
import { exitCodeOf } from "./finished-run.ts";
import { isAnswer } from "./is-answer.ts";
import type { RunDeps } from "./run-deps.ts";
import { RunSession } from "./run-session.ts";
import { tellTask } from "./tell-task.ts";

/** What the evidence says: `no_evidence` for a task that has no verify step, `unknown` where it could not be asked. */
export type EvidenceState = "true" | "untrue" | "no_evidence" | "unknown";

export interface VerifiedTask {
  readonly task: string;
  readonly title: string;
  /** As the ledger has it. */
  readonly status: TaskStatus;
  readonly state: EvidenceState;
  readonly evidence: readonly Evidence[];
  /** Why it is not true or not known, or null. */
  readonly because: string | null;
  /** What to do about it, or null. */
  readonly hint: string | null;
  readonly log: string | null;
  readonly durationMs: number;
}

/** The boxes against reality. */
export interface VerifyReport {
  readonly run: string;
  readonly environment: string;
  readonly tasks: readonly VerifiedTask[];
  /** Completed tasks of which the evidence says otherwise. */
  readonly untrue: readonly string[];
  /** 0; 1 when a completed task is untrue; else what kept a task from being asked (7, 5, 1); 130 and its like after a signal. */
  readonly exitCode: ExitCode;
}

/** Runs the verify steps of a plan alone, one task after the other; never changes the cluster or the ledger. */
export async function verifyPlan(plan: Plan, deps: RunDeps): Promise<VerifyReport> {
  const session = new RunSession(plan, deps, { purpose: "verify" });
  const obstacles: ExitCode[] = [];
  try {
    const statuses = new Map((await deps.ledger.load()).map(({ id, status }) => [id, status]));
    const tasks: VerifiedTask[] = [];
    for (const [index, task] of plan.tasks.entries()) {
      if (session.interruption.signal !== null) break;
      tellTask(session, task, index + 1);
      tasks.push(
        await verifyTask(session, { ...task, status: statuses.get(task.id) ?? task.status }, obstacles),
      );
    }
    const { signal } = session.interruption;
    const untrue = tasks
      .filter(({ state, status }) => state === "untrue" && status === "completed")
      .map(({ task }) => task);
    const own = untrue.length > 0 ? EXIT_CODES.failed : (obstacles[0] ?? EXIT_CODES.done);
    const exitCode = signal === null ? own : exitCodeOf([], signal);
    if (tasks.every(({ log }) => log === null)) rmSync(session.directory, { recursive: true, force: true });
    return { run: session.run, environment: plan.environment, tasks, untrue, exitCode };
  } finally {
    session.close();
  }
}

async function verifyTask(
  session: RunSession,
  task: PlannedTask,
  obstacles: ExitCode[],
): Promise<VerifiedTask> {
  const { id, title, status, verify, timeoutMs } = task;
  const began = performance.now();
  const evidence: Evidence[] = [];
  const told = (state: EvidenceState, end?: FinishedStep): VerifiedTask => ({
    task: id,
    title,
    status,
    state,
    evidence,
    because: end === undefined ? null : `"${end.step.name}": ${end.problem?.message ?? end.outcome}`,
    hint: end?.problem?.hint ?? null,
    log: end?.log ?? null,
    durationMs: Math.round(performance.now() - began),
  });
  if (verify.length === 0) return told("no_evidence");
  const taskDeadlineMs = began + (timeoutMs ?? Number.POSITIVE_INFINITY);
  for (const step of verify) {
    const end = await askStep(session, { task, step, taskDeadlineMs });
    if (end.outcome === "passed") {
      evidence.push(evidenceOf(session, end));
      continue;
    }
    if (isAnswer(end)) return told("untrue", end);
    obstacles.push(exitOf(end.problem?.code));
    return told("unknown", end);
  }
  return told("true");
}

interface Question {
  readonly task: PlannedTask;
  readonly step: PlannedStep;
  readonly taskDeadlineMs: number;
}

async function askStep(session: RunSession, question: Question): Promise<FinishedStep> {
  return runStep({ session, ...question });
}

function exitOf(code: ErrorCode | undefined): ExitCode {
  return code === undefined ? EXIT_CODES.failed : ERROR_CODES[code];
}
