import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CanaryError, isCanaryError, shortHash } from "@canary/core";
import { ulid } from "ulid";
import type { Plan } from "../plan/plan.ts";
import type { LateReference } from "../plan/planned-text.ts";
import { childEnvironment } from "../process/child-environment.ts";
import { RunInterruption } from "../process/run-interruption.ts";
import { ToolFinder } from "../process/tool-finder.ts";
import type { InterruptSignal } from "../process/tool-manners.ts";
import { TerraformOutputs } from "../step/terraform-outputs.ts";
import { startOfProcess } from "../process/process-group.ts";
import { JOURNAL } from "./read-run.ts";
import { ResourceLock } from "./resource-lock.ts";
import type { RunOwner, RunRecord } from "./run-record.ts";
import { LedgerQueue } from "./ledger-queue.ts";
import { Mutex } from "./mutex.ts";
import type { RunDeps } from "./run-deps.ts";
import { RunJournal } from "./run-journal.ts";
import type { ErrorFacts } from "./error-facts.ts";
import { secretForms } from "./secret-forms.ts";

/** The plan of a run, in its folder. */
export const PLAN = "plan.json";

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Below the runs directory. */
const FOLDERS = { run: "", probe: "probes", verify: "verifications" } as const;

/** As an event has it. */
type GateApproval = Omit<RunRecord["approvals"][number], "at" | "run" | "type">;

export interface RunSessionOptions {
  /** What happened before, for a run that is resumed. */
  readonly history?: RunRecord | null;
  /** Looks have folders of their own, so that they are no runs. */
  readonly purpose?: "run" | "probe" | "verify";
}

/** What the tasks of one run share. */
export class RunSession {
  readonly run: string;
  readonly plan: Plan;
  readonly deps: RunDeps;
  readonly directory: string;
  readonly journal: RunJournal;
  readonly ledger: LedgerQueue;
  readonly interruption: RunInterruption;
  readonly tools: ToolFinder;
  readonly environment: Readonly<Record<string, string>>;
  readonly outputs: TerraformOutputs;
  /** terraform's plugin cache is not safe for several init at once (hashicorp/terraform#31964). */
  readonly initMutex = new Mutex();
  readonly gateMutex = new Mutex();
  /** Each yes of a person for this run so far. */
  readonly approvals: GateApproval[];
  /** Which try of the run this is, counting from 1. */
  readonly attempt: number;
  /** The processes that run now, by id. */
  readonly running = new Map<number, string>();
  /** The forms of every secret known so far. */
  readonly secrets: string[];
  readonly locks: ResourceLock;
  /** What happened before, for a run that is resumed. */
  readonly history: RunRecord | null;
  readonly owner: RunOwner = { pid: process.pid, processStart: startOfProcess(process.pid) ?? null };
  /** Something that installs kinds or webhooks has passed, or may have before the run was resumed. */
  hasInstalled: boolean;
  /** The time of all of the run was up. */
  isTimedOut = false;
  readonly #timeout: NodeJS.Timeout | undefined;
  #bug: unknown;
  #processes = 0;

  constructor(plan: Plan, deps: RunDeps, { history = null, purpose = "run" }: RunSessionOptions = {}) {
    this.run = history?.run ?? ulid(deps.clock.now());
    this.history = history;
    ({ approvals: this.approvals, attempt: this.attempt } = continuationOf(history));
    this.hasInstalled = history !== null;
    this.plan = plan;
    this.deps = deps;
    this.directory = join(deps.runsDirectory, FOLDERS[purpose], this.run);
    makeFolder(join(this.directory, "logs"));
    const { clock, onEvent } = deps;
    this.ledger = new LedgerQueue(deps.ledger);
    if (history === null) writeFileSync(join(this.directory, PLAN), JSON.stringify(plan), { mode: 0o600 });
    this.locks = new ResourceLock(join(plan.stateDirectory, "locks"));
    this.journal = new RunJournal({
      run: this.run,
      path: join(this.directory, JOURNAL),
      clock,
      onEvent,
    });
    this.interruption = new RunInterruption(deps.interruption, (signal) => this.#tell(signal, true));
    this.interruption.onSignal((signal) => this.#tell(signal, false));
    this.#timeout = this.#startTimeout(deps.timeoutMs);
    this.environment = childEnvironment(deps);
    this.tools = new ToolFinder(this.environment.PATH ?? "", plan.projectDirectory);
    this.secrets = [...secretForms(Object.values(deps.secrets ?? {}))];
    this.outputs = new TerraformOutputs(this);
  }

  /** What a text refers to. Throws CANARY_PLAYBOOK_NAME_UNKNOWN for an output that is not there, CANARY_TOOL_NOT_FOUND. */
  async lookUp(reference: LateReference): Promise<string> {
    if ("secret" in reference) return this.deps.secrets?.[reference.secret] ?? "";
    if ("needs" in reference) throw unknownWithout(reference);
    return this.outputs.read(reference.task, reference.output);
  }

  /** The journal's name for the next process. */
  nextProcess(): string {
    this.#processes += 1;
    return `${this.run}.${this.owner.pid}.${this.#processes}`;
  }

  /** The facts of an error; one that is no CanaryError is a bug, which the run ends with. */
  noteError(error: unknown): ErrorFacts {
    if (isCanaryError(error)) return { code: error.code, message: error.message, hint: error.hint };
    this.#bug ??= error;
    return { code: "CANARY_BUG", message: String(error), hint: "Report this error with the run's journal" };
  }

  /** Throws the first bug, when there was one. */
  throwBug(): void {
    if (this.#bug !== undefined) throw this.#bug;
  }

  /** The log of one attempt, relative names kept readable and unique. */
  logPath(task: string, step: string, attempt: number): string {
    const plain = task.replaceAll(/[^A-Za-z0-9._-]/g, "_");
    const name = plain === task ? task : `${plain}-${shortHash(task)}`;
    return join(this.directory, "logs", `${name}.${step}.${attempt}.log`);
  }

  close(): void {
    clearTimeout(this.#timeout);
    this.interruption.dispose();
    this.journal.close();
  }

  #startTimeout(timeoutMs: number | undefined): NodeJS.Timeout | undefined {
    if (timeoutMs === undefined) return undefined;
    const end = (): void => {
      if (this.interruption.signal !== null) return;
      this.isTimedOut = true;
      this.journal.emit({ type: "run_timed_out", timeoutMs });
      this.interruption.end("SIGINT");
    };
    return setTimeout(end, Math.min(timeoutMs, LONGEST_TIMER_MS));
  }

  #tell(signal: InterruptSignal, isRepeated: boolean): void {
    const waitingFor = [...this.running].map(([pid, tool]) => `${tool} (process ${pid})`);
    this.journal.emit({ type: "run_interrupted", signal, isRepeated, waitingFor });
  }
}

/** What a run that goes on brings along. */
function continuationOf(history: RunRecord | null): Pick<RunSession, "approvals" | "attempt"> {
  if (history === null) return { approvals: [], attempt: 1 };
  return { approvals: [...history.approvals], attempt: history.starts + 1 };
}

function unknownWithout({ name, needs }: { readonly name: string; readonly needs: string }): CanaryError {
  return new CanaryError(
    `The program "${needs}" was not found on PATH; \${${name}} is not known without it`,
    {
      code: "CANARY_TOOL_NOT_FOUND",
      hint: `Install ${needs}, or correct PATH, then run the same command again`,
      details: { program: needs, name },
    },
  );
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CanaryError(`The folder ${path} cannot be made: ${String(error)}`, {
      code: "CANARY_STORE_WRITE_FAILED",
      hint: "See to the disk and to the rights of the folder above it",
      cause: error,
    });
  }
}
