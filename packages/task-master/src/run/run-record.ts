import type { TaskResult } from "@canary/core";
import type { RunEvent } from "./run-event.ts";

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { readonly type: Type }>;

/** Who executes a run: a process, and when it began. */
export interface RunOwner {
  readonly pid: number;
  readonly processStart: string | null;
}

/** A process of which no end was written; without a pid, canary died while it started. */
export interface OpenProcess extends Pick<
  EventOf<"process_starting">,
  "process" | "tool" | "command" | "ownsState"
> {
  readonly pid: number | null;
  readonly processStart: string | null;
}

/** Where a task waits for a person. */
export interface AwaitedGate {
  readonly step: string;
  readonly message: string;
}

/** A run as its journal tells it. */
export interface RunRecord {
  readonly run: string;
  /** Absolute path of its folder. */
  readonly directory: string;
  readonly startedAt: string | null;
  readonly phase: string | null;
  readonly environment: string | null;
  readonly direction: "run" | "undo" | null;
  /** Hash of its plan. */
  readonly plan: string | null;
  /** Its tasks, in order. */
  readonly tasks: readonly string[];
  /** The cluster that was named instead of the environment's, or null. */
  readonly cluster: string | null;
  readonly owner: RunOwner | null;
  /** How often it began or went on. */
  readonly starts: number;
  /** The last result of each task that ended. */
  readonly results: ReadonlyMap<string, TaskResult>;
  /** Steps that passed in a task that has not failed since, with whether they changed something. */
  readonly passed: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
  /** The last attempt of each step, by `task/step`. */
  readonly attempts: ReadonlyMap<string, number>;
  /** Processes of which no end was written. */
  readonly processes: readonly OpenProcess[];
  /** The gate that a task waits at. */
  readonly waiting: ReadonlyMap<string, AwaitedGate>;
  readonly approvals: readonly EventOf<"step_approved">[];
  /** Null for a run that has not ended, or died. */
  readonly end: EventOf<"run_finished"> | null;
  /** How long it was worked on, all parts together, without the time between them, in milliseconds. */
  readonly workedMs: number;
  /** Its end was written, or what it left behind was seen to. */
  readonly isClosed: boolean;
}

/** The record that these events make, in the order of the journal. */
export function recordOf(run: string, directory: string, events: readonly RunEvent[]): RunRecord {
  const fold = new RecordFold();
  for (const event of events) fold.add(event);
  const { start, owner, starts, results, passed, attempts, processes, waiting, approvals } = fold;
  const { end, workedMs, isClosed } = fold;
  return {
    run,
    directory,
    ...factsOf(start),
    owner,
    starts,
    results,
    passed,
    attempts,
    processes: [...processes.values()],
    waiting,
    approvals,
    end,
    workedMs,
    isClosed,
  };
}

type StartFacts = Pick<
  RunRecord,
  "startedAt" | "phase" | "environment" | "direction" | "plan" | "tasks" | "cluster"
>;

const NOT_STARTED: StartFacts = {
  startedAt: null,
  phase: null,
  environment: null,
  direction: null,
  plan: null,
  tasks: [],
  cluster: null,
};

function factsOf(start: EventOf<"run_started"> | undefined): StartFacts {
  if (start === undefined) return NOT_STARTED;
  const { at: startedAt, phase, environment, direction, plan, tasks, cluster } = start;
  return { startedAt, phase, environment, direction, plan, tasks, cluster };
}

class RecordFold {
  start: EventOf<"run_started"> | undefined;
  owner: RunOwner | null = null;
  starts = 0;
  end: EventOf<"run_finished"> | null = null;
  isClosed = false;
  workedMs = 0;
  #partBegan = "";
  #lastAt = "";
  readonly results = new Map<string, TaskResult>();
  readonly passed = new Map<string, Map<string, boolean>>();
  readonly attempts = new Map<string, number>();
  readonly processes = new Map<string, OpenProcess>();
  readonly waiting = new Map<string, AwaitedGate>();
  readonly approvals: EventOf<"step_approved">[] = [];

  add(event: RunEvent): void {
    if (event.type !== "run_died") this.#lastAt = event.at;
    this.#addToProcesses(event);
    if (event.type === "run_started" || event.type === "run_resumed") this.#begin(event);
    else if (event.type === "step_finished") this.#finishStep(event);
    else if (event.type === "step_started") this.attempts.set(`${event.task}/${event.step}`, event.attempt);
    else if (event.type === "task_finished") this.#finishTask(event.result);
    else if (event.type === "approval_awaited") this.waiting.set(event.task, event);
    else if (event.type === "step_approved") this.approvals.push(event);
    else if (event.type === "run_finished" || event.type === "run_died") this.#close(event);
  }

  #begin(event: EventOf<"run_started"> | EventOf<"run_resumed">): void {
    if (event.type === "run_started") this.start = event;
    this.owner = { pid: event.pid, processStart: event.processStart };
    this.starts += 1;
    this.#partBegan = event.at;
    this.end = null;
    this.isClosed = false;
  }

  #addToProcesses(event: RunEvent): void {
    if (event.type === "process_starting") this.#addProcess(event);
    else if (event.type === "process_started") this.#identify(event);
    else if (event.type === "process_ended") this.processes.delete(event.process);
  }

  #addProcess({ process, tool, command, ownsState }: EventOf<"process_starting">): void {
    this.processes.set(process, { process, tool, command, ownsState, pid: null, processStart: null });
  }

  #identify({ process, pid, processStart }: EventOf<"process_started">): void {
    const known = this.processes.get(process);
    if (known !== undefined) this.processes.set(process, { ...known, pid, processStart });
  }

  #finishStep({ task, step, outcome, changed }: EventOf<"step_finished">): void {
    if (outcome !== "passed") return;
    this.waiting.delete(task);
    const steps = this.passed.get(task) ?? new Map<string, boolean>();
    this.passed.set(task, steps.set(step, changed));
  }

  /** A failed task is done again from its first step. */
  #finishTask(result: TaskResult): void {
    this.results.set(result.task, result);
    if (result.outcome === "failed" || result.outcome === "timed_out") this.passed.delete(result.task);
  }

  #close(event: EventOf<"run_finished"> | EventOf<"run_died">): void {
    this.isClosed = true;
    this.processes.clear();
    if (event.type === "run_finished") {
      this.end = event;
      this.workedMs += event.durationMs;
    } else if (this.#partBegan !== "") {
      this.workedMs += Date.parse(this.#lastAt) - Date.parse(this.#partBegan);
    }
  }
}
