import type { TaskStatus } from "@canary/core";
import type { TaskLedger, TaskTransition, TransitionRecord } from "./task-ledger.ts";

/** How long transitions are gathered before they are written as one, in milliseconds. */
const WINDOW_MS = 25;

/**
 * The way of a run to its ledger: transitions that come within a moment are written together, so that many short tasks
 * do not wait for one write each; of two about one task the later counts. The journal has each of them already.
 */
export class LedgerQueue {
  readonly #ledger: TaskLedger;
  readonly #waiting = new Map<string, TaskTransition>();
  readonly #failures = new Map<string, unknown>();
  #writing: Promise<void> | undefined;

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
    this.#writing ??= this.#writeSoon();
  }

  /** Waits until all is written; what could not be, by task, with its error. */
  async settle(): Promise<ReadonlyMap<string, unknown>> {
    while (this.#writing !== undefined) await this.#writing;
    return this.#failures;
  }

  async #writeSoon(): Promise<void> {
    await new Promise((resolve) => {
      setTimeout(resolve, WINDOW_MS);
    });
    const transitions = [...this.#waiting.values()];
    this.#waiting.clear();
    try {
      await this.#ledger.transition(transitions);
    } catch (error) {
      for (const { id } of transitions) this.#failures.set(id, error);
    }
    this.#writing = this.#waiting.size === 0 ? undefined : this.#writeSoon();
  }
}
