import { EXIT_CODES } from "@canary/core";
import type { Plan, PlannedTask } from "../plan/plan.ts";
import type { RunDeps } from "./run-deps.ts";
import { exitCodeOf, isDone } from "./finished-run.ts";
import type { FinishedRun } from "./finished-run.ts";
import { refreshTasks } from "../plan/refresh-tasks.ts";
import { planHash } from "../plan/plan-hash.ts";
import { recoverOrphans, recoverRun } from "./recover-orphans.ts";
import type { RunEventBody } from "./run-event.ts";
import { RunSession } from "./run-session.ts";
import { reuseTask, runTask } from "./run-task.ts";
import { Scheduler } from "./scheduler.ts";
import { blockedTask, cancelledTask, unrecordedTask } from "./task-end.ts";
import type { TaskEnd } from "./task-end.ts";

/**
 * Runs a plan: for each task check, run and verify, as processes in groups of their own. Writes
 * `<runsDirectory>/<run>/journal.ndjson` and a log for each attempt, and moves the tasks in the ledger, always after the
 * journal. A failure is part of the result; rejects only when the run cannot be written down.
 */
export async function executePlan(plan: Plan, deps: RunDeps): Promise<FinishedRun> {
  return executeSession(new RunSession(plan, deps));
}

/** As `executePlan`, for a session that may have a history. */
export async function executeSession(session: RunSession): Promise<FinishedRun> {
  const { plan, deps, journal } = session;
  const began = performance.now();
  try {
    if (session.history !== null) await recoverRun(session, session.history);
    journal.emit(startOf(session));
    await recoverOrphans(session);
    const ends = await runAll(session, refreshTasks(plan, await deps.ledger.load()));
    const results = await settleLedger(session, ends);
    session.throwBug();
    journal.throwFailure();
    const signal = session.interruption.signal;
    const facts = {
      phase: plan.phase,
      environment: plan.environment,
      success: signal === null && results.every(({ outcome }) => isDone(outcome)),
      tasksCompleted: results.filter(({ success }) => success).length,
      tasksFailed: results.filter(({ outcome }) => outcome === "failed" || outcome === "timed_out").length,
      durationMs: Math.round(performance.now() - began),
      exitCode: session.isTimedOut ? EXIT_CODES.timedOut : exitCodeOf(results, signal),
    };
    journal.emit({ type: "run_finished", ...facts });
    return { run: session.run, ...facts, results };
  } finally {
    session.close();
  }
}

/** The ends, but what the ledger could not take has failed. */
async function settleLedger(session: RunSession, ends: readonly TaskEnd[]): Promise<readonly TaskEnd[]> {
  const failures = await session.ledger.settle();
  return ends.map((end) =>
    failures.has(end.task) ? unrecordedTask(end, session.noteError(failures.get(end.task))) : end,
  );
}

function startOf({ plan, owner, history, deps }: RunSession): RunEventBody {
  if (history !== null) return { type: "run_resumed", ...owner };
  const { phase, environment, direction, tasks } = plan;
  const facts = { phase, environment, direction, plan: planHash(plan), cluster: deps.cluster ?? null };
  return { type: "run_started", ...facts, tasks: tasks.map(({ id }) => id), ...owner };
}

async function runAll(session: RunSession, tasks: readonly PlannedTask[]): Promise<readonly TaskEnd[]> {
  const { deps } = session;
  const missing = missingTools(session, tasks);
  const keepGoing = deps.keepGoing ?? false;
  const scheduler = new Scheduler(missing.size > 0 && !keepGoing ? only(missing, tasks) : tasks, {
    jobs: deps.jobs ?? 1,
    keepGoing,
    isInterrupted: () =>
      session.interruption.signal !== null || session.journal.isBroken || session.ledger.isBroken,
    start: async (task, position) =>
      startTask(session, task, { position, missingTool: missing.get(task.id) }),
    skip: (task, by) => skipTask(session, task, by),
  });
  const ends = await scheduler.run();
  if (ends.length === tasks.length) return ends;
  const byTask = new Map(ends.map((end) => [end.task, end]));
  return tasks.map((task) => byTask.get(task.id) ?? skipTask(session, task, ends.slice(0, 1)));
}

/** The first needed tool of each task that is not on PATH: looked for before anything is changed. */
function missingTools(session: RunSession, tasks: readonly PlannedTask[]): ReadonlyMap<string, string> {
  const missing = new Map<string, string>();
  for (const { id, needs, skippedBecause, openOutside } of tasks) {
    if (skippedBecause !== null || openOutside.length > 0) continue;
    const tool = needs.find((name) => session.tools.find(name) === undefined);
    if (tool !== undefined) missing.set(id, tool);
  }
  return missing;
}

/** Just the first task that lacks a tool, so that nothing is changed before somebody has seen to it. */
function only(missing: ReadonlyMap<string, string>, tasks: readonly PlannedTask[]): readonly PlannedTask[] {
  const [first] = tasks.filter(({ id }) => missing.has(id));
  return first === undefined ? [] : [{ ...first, dependencies: [] }];
}

async function startTask(
  session: RunSession,
  task: PlannedTask,
  { position, missingTool }: { position: number; missingTool: string | undefined },
): Promise<TaskEnd> {
  const before = session.history?.results.get(task.id);
  if (before !== undefined && isDone(before.outcome)) return reuseTask(session, task, before);
  const { id, title } = task;
  const total = session.plan.tasks.length;
  session.journal.emit({ type: "task_started", task: id, title, position, total });
  return runTask(session, task, { missingTool });
}

function skipTask(session: RunSession, task: PlannedTask, by: readonly TaskEnd[] | null): TaskEnd {
  const end =
    by === null
      ? cancelledTask(task, session)
      : blockedTask(
          task,
          by.map(({ task }) => task),
          whyBlocked(by),
        );
  session.journal.emit({ type: "task_finished", result: end });
  return end;
}

function whyBlocked(by: readonly TaskEnd[]): string {
  const outcomes = new Set(by.map(({ outcome }) => outcome));
  if (outcomes.size !== 1) return "did not succeed";
  if (outcomes.has("waiting")) return "waits for a person";
  return outcomes.has("failed") || outcomes.has("timed_out") ? "failed" : "did not succeed";
}
