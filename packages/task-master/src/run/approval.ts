import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { CanaryError } from "@canary/core";
import type { Clock } from "@canary/core";
import { JOURNAL, isRunAlive, readRun } from "./read-run.ts";
import type { RunEvent } from "./run-event.ts";
import type { RunRecord } from "./run-record.ts";

const DAY_MS = 86_400_000;

/** A person's yes. */
export interface Approval {
  readonly by: string;
  readonly reason?: string;
}

/** What an `approve` step asks. */
export interface Gate {
  readonly run: string;
  readonly task: string;
  readonly step: string;
  readonly message: string;
}

export interface ApproveRunOptions extends Approval {
  readonly runsDirectory: string;
  readonly run: string;
  readonly task: string;
  readonly clock: Clock;
  /** How long it holds; a day by default. */
  readonly validForMs?: number;
}

/**
 * Writes a yes for the step that this task of an ended run waits at; it holds for the run's plan alone and expires.
 * The run goes on with `resumeRun`. Throws CANARY_VALUE_UNKNOWN for an unknown run, CANARY_RUN_LOCKED while the run is
 * alive, and CANARY_TASK_TRANSITION_REFUSED when the task waits for nobody.
 */
export function approveRun(options: ApproveRunOptions): void {
  const { runsDirectory, run, task, by, reason, clock, validForMs = DAY_MS } = options;
  const record = readRun(runsDirectory, run);
  if (isRunAlive(record)) throw stillRunning(record);
  const step = waitingStepOf(record, task);
  const event: RunEvent = {
    at: new Date(clock.now()).toISOString(),
    run,
    type: "step_approved",
    task,
    step,
    by,
    reason: reason ?? null,
    plan: record.plan ?? "",
    expiresAt: new Date(clock.now() + validForMs).toISOString(),
  };
  appendFileSync(join(record.directory, JOURNAL), `${JSON.stringify(event)}\n`);
}

/** The error for a run that another process executes. */
export function stillRunning({ run, owner }: RunRecord): CanaryError {
  return new CanaryError(`Run ${run} is executed by process ${owner?.pid ?? "unknown"} now`, {
    code: "CANARY_RUN_LOCKED",
    hint: "Wait until it has ended",
    details: { run, pid: owner?.pid },
  });
}

function waitingStepOf({ run, results, waiting }: RunRecord, task: string): string {
  const step = waiting.get(task);
  if (step !== undefined && results.get(task)?.outcome === "waiting") return step;
  const others = [...waiting.keys()].join(", ");
  throw new CanaryError(`Task "${task}" of run ${run} waits for no approval`, {
    code: "CANARY_TASK_TRANSITION_REFUSED",
    hint: others === "" ? "No task of this run waits for one" : `These tasks do: ${others}`,
    details: { run, task },
  });
}
