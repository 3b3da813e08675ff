import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { ChildOutput } from "./child-output.ts";
import { awaitGroupEnd, signalGroup } from "./process-group.ts";
import type { ProcessEnd, ProcessRequest } from "./process-request.ts";
import { signalFor } from "./tool-manners.ts";
import type { InterruptSignal, ToolManners } from "./tool-manners.ts";

const LINGER_MS = 2000;
const LEFTOVER_GRACE_MS = 60_000;
const CLOSE_MS = 1000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs one process in its own group, without stdin and with exactly this environment, until it and its group are gone.
 * At a timeout or an interruption the group gets one signal, and SIGKILL after the grace of the tool.
 */
export async function runProcess(request: ProcessRequest): Promise<ProcessEnd> {
  if (request.interruption.signal !== null) return notStarted("interrupted", null);
  const output = new ChildOutput(request);
  const child = start(request, output);
  if (child instanceof Error || child.pid === undefined) {
    const error = child instanceof Error ? child : await startErrorOf(child);
    output.finish();
    return notStarted("not_started", error.code ?? error.message);
  }
  output.attach(child);
  request.onStart(child.pid);
  const closed = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  const stopper = new Stopper(child.pid, request);
  const [exitCode, signal] = await exitOf(child);
  await stopper.afterExit();
  const giveUp = setTimeout(() => output.giveUp(), CLOSE_MS);
  await closed;
  clearTimeout(giveUp);
  output.finish();
  return { reason: stopper.reason ?? "exited", exitCode, signal, startError: null, pid: child.pid };
}

/** The process; some reasons not to start one are thrown (E2BIG), others come as an event (EAGAIN). */
function start(request: ProcessRequest, output: ChildOutput): ChildProcess | NodeJS.ErrnoException {
  const [name = request.program, ...words] = request.argv;
  try {
    return spawn(request.program, words, {
      argv0: name,
      cwd: request.workingDirectory,
      env: request.environment,
      detached: true,
      stdio: ["ignore", output.stdout, output.stderr],
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    output.closeWriters();
  }
}

async function startErrorOf(child: ChildProcess): Promise<NodeJS.ErrnoException> {
  const [error] = (await once(child, "error")) as [NodeJS.ErrnoException];
  return error;
}

async function exitOf(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve) => {
    child.once("exit", (exitCode, signal) => resolve([exitCode, signal]));
  });
}

function notStarted(reason: "interrupted" | "not_started", startError: string | null): ProcessEnd {
  return { reason, exitCode: null, signal: null, startError, pid: null };
}

/** Ends a group: one signal, then SIGKILL after the grace. */
class Stopper {
  reason: "timed_out" | "interrupted" | null = null;
  readonly #group: number;
  readonly #manners: ToolManners;
  readonly #timeout: NodeJS.Timeout;
  readonly #ignoreSignals: () => void;
  #kill: NodeJS.Timeout | undefined;

  constructor(group: number, { manners, interruption, timeoutMs }: ProcessRequest) {
    this.#group = group;
    this.#manners = manners;
    this.#timeout = setTimeout(
      () => this.#stop("timed_out", "SIGINT"),
      Math.min(timeoutMs, LONGEST_TIMER_MS),
    );
    this.#ignoreSignals = interruption.onSignal((signal) => this.#stop("interrupted", signal));
  }

  /** After the leader ended: waits for the rest of its group, and ends it when it stays. */
  async afterExit(): Promise<void> {
    clearTimeout(this.#timeout);
    const patienceMs = this.reason === null ? LINGER_MS : Math.min(this.#manners.graceMs, LEFTOVER_GRACE_MS);
    if (!(await awaitGroupEnd(this.#group, patienceMs))) await this.#endLeftovers();
    this.#ignoreSignals();
    clearTimeout(this.#kill);
  }

  #stop(reason: "timed_out" | "interrupted", signal: InterruptSignal): void {
    if (this.reason !== null) return;
    this.reason = reason;
    signalGroup(this.#group, signalFor(this.#manners, signal));
    if (!Number.isFinite(this.#manners.graceMs)) return;
    this.#kill = setTimeout(() => signalGroup(this.#group, "SIGKILL"), this.#manners.graceMs);
  }

  async #endLeftovers(): Promise<void> {
    if (this.reason === null) {
      signalGroup(this.#group, "SIGTERM");
      if (await awaitGroupEnd(this.#group, Math.min(this.#manners.graceMs, LEFTOVER_GRACE_MS))) return;
    }
    signalGroup(this.#group, "SIGKILL");
    await awaitGroupEnd(this.#group, LINGER_MS);
  }
}
