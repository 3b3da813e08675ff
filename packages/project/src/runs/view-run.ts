import { EXIT_CODES } from "@canary/core";
import type { Outcome } from "@canary/core";
import { isRunAlive, readRunEvents } from "@canary/task-master/run";
import type { RunEvent, RunRecord } from "@canary/task-master/run";

export type RunStatus = "running" | "done" | "failed" | "waiting" | "interrupted" | "died";

/** A run in a line. */
export interface RunView {
  readonly run: string;
  readonly status: RunStatus;
  readonly phase: string | null;
  readonly environment: string | null;
  readonly direction: "run" | "undo" | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** How long it was worked on, all parts of a resumed run together; null until it ended. */
  readonly durationMs: number | null;
  readonly exitCode: number | null;
  readonly tasks: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly waitingFor: readonly { readonly task: string; readonly step: string; readonly message: string }[];
}

/** One try of a step. */
export interface AttemptView {
  readonly step: string;
  readonly name: string;
  readonly attempt: number;
  readonly outcome: Extract<RunEvent, { type: "step_finished" }>["outcome"] | null;
  readonly exitCode: number | null;
  readonly durationMs: number | null;
  readonly log: string;
}

/** A run with all of its tasks. */
export interface RunDetail extends RunView {
  readonly directory: string;
  readonly results: readonly {
    readonly task: string;
    readonly title: string | null;
    readonly outcome: Outcome | null;
    readonly message: string | null;
    readonly durationMs: number | null;
    readonly attempts: readonly AttemptView[];
  }[];
  readonly approvals: readonly {
    readonly task: string;
    readonly step: string;
    readonly by: string;
    readonly reason: string | null;
    readonly expiresAt: string;
  }[];
}

/** What a journal says about a run, and whether somebody executes it now. */
export function viewRun(record: RunRecord): RunView {
  const { run, phase, environment, direction, startedAt, end, workedMs, results, waiting, tasks } = record;
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of results.values()) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return {
    run,
    status: statusOf(record),
    phase,
    environment,
    direction,
    startedAt,
    endedAt: end?.at ?? null,
    durationMs: end === null ? null : workedMs,
    exitCode: end?.exitCode ?? null,
    tasks: tasks.length,
    outcomes,
    waitingFor: [...waiting]
      .filter(([task]) => results.get(task)?.outcome === "waiting")
      .map(([task, { step, message }]) => ({ task, step, message })),
  };
}

/** The same with its tasks, their attempts and logs. */
export function viewRunDetail(record: RunRecord): RunDetail {
  const attempts = attemptsOf(readRunEvents(record));
  const approvals = record.approvals.map(({ task, step, by, reason, expiresAt }) => {
    return { task, step, by, reason, expiresAt };
  });
  return {
    ...viewRun(record),
    directory: record.directory,
    results: record.tasks.map((task) => {
      const result = record.results.get(task);
      return {
        task,
        title: result?.title ?? null,
        outcome: result?.outcome ?? null,
        message: result?.error?.message.split("\n")[0] ?? null,
        durationMs: result?.durationMs ?? null,
        attempts: attempts.get(task) ?? [],
      };
    }),
    approvals,
  };
}

function statusOf(record: RunRecord): RunStatus {
  const { end } = record;
  if (end === null) return isRunAlive(record) ? "running" : "died";
  if (end.success) return "done";
  if (end.exitCode === EXIT_CODES.gate) return "waiting";
  const signals: readonly number[] = [EXIT_CODES.hungUp, EXIT_CODES.interrupted, EXIT_CODES.terminated];
  return signals.includes(end.exitCode) ? "interrupted" : "failed";
}

function attemptsOf(events: readonly RunEvent[]): ReadonlyMap<string, readonly AttemptView[]> {
  const byTask = new Map<string, Map<string, AttemptView>>();
  for (const event of events) {
    if (event.type !== "step_started" && event.type !== "step_finished") continue;
    const own = byTask.get(event.task) ?? new Map<string, AttemptView>();
    const key = `${event.step} ${event.attempt}`;
    if (event.type === "step_started") {
      const { step, name, attempt, log } = event;
      own.set(key, { step, name, attempt, outcome: null, exitCode: null, durationMs: null, log });
    } else {
      const { outcome, exitCode, durationMs } = event;
      const begun = own.get(key);
      if (begun !== undefined) own.set(key, { ...begun, outcome, exitCode, durationMs });
    }
    byTask.set(event.task, own);
  }
  return new Map([...byTask].map(([task, own]) => [task, [...own.values()]]));
}
