import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { CanaryError } from "@canary/core";
import type { Clock } from "@canary/core";
import { JOURNAL, isRunAlive, readRun } from "./read-run.ts";
import type { RunEvent } from "./run-event.ts";
import type { AwaitedGate, RunRecord } from "./run-record.ts";

/** How long a yes holds where nobody says otherwise. */
export const DAY_MS = 86_400_000;

/** A person's yes. */
export interface Approval {
  readonly by: string;
  readonly reason?: string;
}

/** The gate of a protected environment; one yes holds for all of the run. */
export const PROTECTED = "protected";

/** What a person is asked. */
export interface Gate {
  readonly run: string;
  readonly task: string;
  /** The `approve` step, or `protected` for the gate of a protected environment. */
  readonly step: string;
  readonly environment: string;
  readonly message: string;
}

/** A yes that was written. */
export interface ApprovedGate {
  readonly run: string;
  readonly task: string;
  readonly step: string;
  /** What was asked. */
  readonly message: string;
  readonly by: string;
  readonly reason: string | null;
  /** RFC 3339, UTC. */
  readonly expiresAt: string;
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
export function approveRun(options: ApproveRunOptions): ApprovedGate {
  const { runsDirectory, run, task, by, reason, clock, validForMs = DAY_MS } = options;
  const record = readRun(runsDirectory, run);
  if (isRunAlive(record)) throw stillRunning(record);
  const { step, message } = gateOf(record, task);
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
  return { run, task, step, message, by, reason: reason ?? null, expiresAt: event.expiresAt };
}

/** What a person does for a task that waits at a gate. */
export function approveCommand(run: string, task: string): string {
  return `canary approve ${run} ${task} --by NAME, then canary run --resume ${run}`;
}

/** The error for a run that another process executes. */
export function stillRunning({ run, owner }: RunRecord): CanaryError {
  return new CanaryError(`Run ${run} is executed by process ${owner?.pid ?? "unknown"} now`, {
    code: "CANARY_RUN_LOCKED",
    hint: "Wait until it has ended",
    details: { run, pid: owner?.pid },
  });
}

function gateOf({ run, results, waiting }: RunRecord, task: string): AwaitedGate {
  const isWaiting = (id: string): boolean => results.get(id)?.outcome === "waiting";
  const gate = waiting.get(task);
  if (gate !== undefined && isWaiting(task)) return gate;
  const others = [...waiting.keys()].filter(isWaiting).join(", ");
  throw new CanaryError(`Task "${task}" of run ${run} waits for no approval`, {
    code: "CANARY_TASK_TRANSITION_REFUSED",
    hint: others === "" ? "No task of this run waits for one" : `These tasks do: ${others}`,
    details: { run, task },
  });
}
