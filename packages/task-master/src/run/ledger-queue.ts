import type { TaskStatus } from "@canary/core";
import type { TaskLedger, TaskTransition, TransitionRecord } from "./task-ledger.ts";

/** How long transitions are gathered before they are written as one, in milliseconds. */
const WINDOW_MS = 200;

/**
 * The way of a run to its ledger: transitions that come within a moment are written together, so that many short tasks
 * do not wait for one write each; of two about one task the later counts. The journal has each of them already.
 */
export class LedgerQueue {
  readonly #ledger: TaskLedger;
  readonly #waiting = new Map<string, TaskTransition>();
  readonly #failures = new Map<string, unknown>();
  #timer: NodeJS.Timeout | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(ledger: TaskLedger) {
    this.#ledger = ledger;
  }

  /** Whether a write failed: nothing new may start then. */
  get isBroken(): boolean {
    return this.#failures.size > 0;
  }

  /** Takes a transition on; `settle` tells how it ended. */
  add(id: string, status: TaskStatus, record: TransitionRecord): void {
    this.#waiting.set(id, { id, status, record });
    this.#timer ??= setTimeout(() => this.#flush(), WINDOW_MS);
  }

  /** Writes what is waiting, at once, and waits until all is written; what could not be, by task, with its error. */
  async settle(): Promise<ReadonlyMap<string, unknown>> {
    this.#flush();
    await this.#written;
    return this.#failures;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const transitions = [...this.#waiting.values()];
    this.#waiting.clear();
    if (transitions.length > 0) this.#written = this.#written.then(() => this.#write(transitions));
  }

  async #write(transitions: readonly TaskTransition[]): Promise<void> {
    try {
      await this.#ledger.transition(transitions);
    } catch (error) {
      for (const { id } of transitions) this.#failures.set(id, error);
    }
  }
}
