import { EXIT_CODES } from "@canary/core";
import type { Evidence, ExitCode, TaskStatus } from "@canary/core";
import type { Plan, PlannedTask } from "../plan/plan.ts";
import { runStep } from "../step/run-step.ts";
import { evidenceOf } from "./evidence-of.ts";
import { exitCodeOf } from "./finished-run.ts";
import type { RunDeps } from "./run-deps.ts";
import { RunSession } from "./run-session.ts";

/** What the evidence says: `no_evidence` for a task that has no verify step, `unknown` after an interruption. */
export type EvidenceState = "true" | "untrue" | "no_evidence" | "unknown";

export interface VerifiedTask {
  readonly task: string;
  readonly title: string;
  /** As the ledger has it. */
  readonly status: TaskStatus;
  readonly state: EvidenceState;
  readonly evidence: readonly Evidence[];
  /** Why it is not true, or null. */
  readonly because: string | null;
  readonly log: string | null;
}

/** The boxes against reality. */
export interface VerifyReport {
  readonly run: string;
  readonly environment: string;
  readonly tasks: readonly VerifiedTask[];
  /** Completed tasks of which the evidence says otherwise. */
  readonly untrue: readonly string[];
  /** 0, 1 when a completed task is untrue, 130 and its like after a signal. */
  readonly exitCode: ExitCode;
}

/** Runs the verify steps of a plan alone, one task after the other; never changes the cluster or the ledger. */
export async function verifyPlan(plan: Plan, deps: RunDeps): Promise<VerifyReport> {
  const session = new RunSession(plan, deps, { purpose: "verify" });
  try {
    const statuses = new Map((await deps.ledger.load()).map(({ id, status }) => [id, status]));
    const tasks: VerifiedTask[] = [];
    for (const task of plan.tasks) {
      tasks.push(await verifyTask(session, { ...task, status: statuses.get(task.id) ?? task.status }));
    }
    const { signal } = session.interruption;
    const untrue = tasks
      .filter(({ state, status }) => state === "untrue" && status === "completed")
      .map(({ task }) => task);
    const own = untrue.length > 0 ? EXIT_CODES.failed : EXIT_CODES.done;
    const exitCode = signal === null ? own : exitCodeOf([], signal);
    return { run: session.run, environment: plan.environment, tasks, untrue, exitCode };
  } finally {
    session.close();
  }
}

async function verifyTask(session: RunSession, task: PlannedTask): Promise<VerifiedTask> {
  const { id, title, status, verify, timeoutMs } = task;
  const facts = { task: id, title, status, evidence: [], because: null, log: null };
  if (verify.length === 0) return { ...facts, state: "no_evidence" };
  const taskDeadlineMs = performance.now() + (timeoutMs ?? Number.POSITIVE_INFINITY);
  const evidence: Evidence[] = [];
  for (const step of verify) {
    const end = await runStep({ session, task, step, taskDeadlineMs });
    if (end.outcome === "passed") {
      evidence.push(evidenceOf(session, end));
      continue;
    }
    const state = end.outcome === "interrupted" ? "unknown" : "untrue";
    return {
      ...facts,
      state,
      evidence,
      because: `"${step.name}": ${end.problem?.message ?? end.outcome}`,
      log: end.log,
    };
  }
  return { ...facts, state: "true", evidence };
}
