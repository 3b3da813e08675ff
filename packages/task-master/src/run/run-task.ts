import { maskSecrets } from "@canary/core";
import type { Evidence } from "@canary/core";
import type { PlannedStep, PlannedTask } from "../plan/plan.ts";
import { runStep } from "../step/run-step.ts";
import type { FinishedStep } from "../step/run-step.ts";
import { PROTECTED } from "./approval.ts";
import { evidenceOf } from "./evidence-of.ts";
import { holdResources } from "./hold-resources.ts";
import { passGate } from "./pass-gate.ts";
import type { RunSession } from "./run-session.ts";
import { statusOf } from "./status-of.ts";
import {
  blockedTask,
  brokenTask,
  manualTask,
  missingTool,
  protectedTask,
  protectionOf,
  skippedTask,
  taskEnd,
  timedOutTask,
} from "./task-end.ts";
import type { TaskEnd } from "./task-end.ts";

/** What stood in the way before the run began. */
export interface TaskObstacle {
  readonly missingTool?: string | undefined;
}

/** One task: check, run, verify; then journal, then ledger. Failures are part of the result. */
export async function runTask(
  session: RunSession,
  task: PlannedTask,
  obstacle: TaskObstacle,
): Promise<TaskEnd> {
  const end = await endOf(session, task, obstacle).catch((error: unknown) =>
    brokenTask(task, session.noteError(error)),
  );
  session.journal.emit({ type: "task_finished", result: end });
  record(session, task, end);
  return end;
}

/** A task that ended well before the run was resumed: only the ledger hears of it again. */
export function reuseTask(session: RunSession, task: PlannedTask, end: TaskEnd): TaskEnd {
  record(session, task, end);
  return end;
}

function record(session: RunSession, task: PlannedTask, end: TaskEnd): void {
  const status = task.isManual ? undefined : statusOf(session.plan.direction, end);
  if (status === undefined) return;
  const { run, attempt, plan, ledger } = session;
  const [firstLine = ""] = end.error?.message.split("\n") ?? [];
  const message = end.error === null ? {} : { message: maskSecrets(firstLine) };
  const { evidence } = end;
  ledger.add(task.id, status, { run, attempt, environment: plan.environment, evidence, ...message });
}

async function endOf(session: RunSession, task: PlannedTask, obstacle: TaskObstacle): Promise<TaskEnd> {
  if (task.status === "skipped" && session.plan.direction === "run")
    return skippedTask(task, "skipped in the document");
  if (task.skippedBecause !== null) return skippedTask(task, task.skippedBecause);
  if (task.openOutside.length > 0)
    return blockedTask(task, task.openOutside, whyOpen(session.plan.direction));
  if (task.isManual) return manualTask(task);
  if (obstacle.missingTool !== undefined) return missingTool(task, obstacle.missingTool);
  return holdResources(session, task, async () => new TaskRunner(session, task).run());
}

function whyOpen(direction: "run" | "undo"): string {
  return direction === "undo" ? "still completed and built on it; undo that first" : "not completed yet";
}

class TaskRunner {
  readonly #session: RunSession;
  readonly #task: PlannedTask;
  readonly #began = performance.now();
  readonly #evidence: Evidence[] = [];
  #changed = false;
  #hasBegun = false;
  #last: FinishedStep | undefined;

  constructor(session: RunSession, task: PlannedTask) {
    this.#session = session;
    this.#task = task;
  }

  async run(): Promise<TaskEnd> {
    const { check, run, verify } = this.#task;
    const isSo = check.length > 0 && (await this.#runAll(check)) === undefined;
    if (this.#session.interruption.signal !== null) return this.#end(this.#last, "interrupted");
    if (!isSo && run.length > 0) {
      if (!(await this.#mayChange())) return protectedTask(this.#task, this.#session);
      const failed = await this.#runAll(run);
      if (failed !== undefined) return this.#end(failed);
    }
    const unverified = await this.#runAll(verify);
    return this.#end(unverified);
  }

  /** In a protected environment only after a person's yes. */
  async #mayChange(): Promise<boolean> {
    const { deps, plan } = this.#session;
    if (deps.isProtected !== true) return true;
    const gate = { step: PROTECTED, message: protectionOf(plan) };
    return (await passGate(this.#session, this.#task, gate)) !== undefined;
  }

  /** The task is in progress from its first step that does something: one that waits at a gate has changed nothing. */
  #beginWith({ part, action }: PlannedStep): void {
    if (this.#hasBegun || part !== "run" || action.kind === "approve") return;
    this.#hasBegun = true;
    const { ledger, run, attempt, plan } = this.#session;
    const { environment } = plan;
    ledger.add(this.#task.id, "in_progress", { run, attempt, environment, evidence: [] });
  }

  /** The first step that did not pass, or undefined. */
  async #runAll(steps: readonly PlannedStep[]): Promise<FinishedStep | undefined> {
    for (const step of steps) {
      const finished = await this.#runOne(step);
      if (finished.outcome !== "passed") return finished;
    }
    return undefined;
  }

  async #runOne(step: PlannedStep): Promise<FinishedStep> {
    const changedBefore = this.#session.history?.passed.get(this.#task.id)?.get(step.id);
    if (step.part === "run" && changedBefore !== undefined) return this.#reuse(step, changedBefore);
    this.#beginWith(step);
    const { timeoutMs } = this.#task;
    const taskDeadlineMs = timeoutMs === null ? Number.POSITIVE_INFINITY : this.#began + timeoutMs;
    const finished = await runStep({ session: this.#session, task: this.#task, step, taskDeadlineMs });
    this.#last = finished;
    this.#changed ||= finished.changed;
    if (step.part === "verify" && finished.outcome === "passed") {
      this.#evidence.push(evidenceOf(this.#session, finished));
    }
    return finished;
  }

  #reuse(step: PlannedStep, changed: boolean): FinishedStep {
    this.#changed ||= changed;
    this.#session.journal.emit({ type: "step_reused", task: this.#task.id, step: step.id });
    return {
      step,
      log: "",
      outcome: "passed",
      changed,
      command: [],
      exitCode: null,
      output: "",
      problem: null,
    };
  }

  #end(failed: FinishedStep | undefined, outcome = failed?.outcome): TaskEnd {
    const end = this.#endOf(failed, outcome);
    return end.outcome === "interrupted" && this.#session.isTimedOut
      ? timedOutTask(end, this.#session.deps.timeoutMs)
      : end;
  }

  #endOf(failed: FinishedStep | undefined, outcome: FinishedStep["outcome"] | undefined): TaskEnd {
    return taskEnd(this.#task, {
      outcome: outcome ?? "passed",
      changed: this.#changed,
      last: failed ?? this.#last,
      evidence: this.#evidence,
      durationMs: Math.round(performance.now() - this.#began),
    });
  }
}
