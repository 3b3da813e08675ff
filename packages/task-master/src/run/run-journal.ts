import { closeSync, constants, openSync, writeSync } from "node:fs";
import { CanaryError } from "@canary/core";
import type { Clock } from "@canary/core";
import type { RunEvent, RunEventBody } from "./run-event.ts";

export interface RunJournalOptions {
  readonly run: string;
  readonly path: string;
  readonly clock: Clock;
  readonly onEvent: (event: RunEvent) => void;
}

/** The journal of one run: one JSON line for each transition, in one write each, so that it survives the end of canary. */
export class RunJournal {
  readonly #options: RunJournalOptions;
  readonly #file: number;
  #failure: Error | undefined;

  constructor(options: RunJournalOptions) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
    this.#options = options;
    this.#file = openSync(options.path, flags, 0o600);
  }

  /** Records what happened, then tells it. */
  emit(body: RunEventBody): void {
    const { clock, run, onEvent } = this.#options;
    const event: RunEvent = { at: new Date(clock.now()).toISOString(), run, ...body };
    if (body.type !== "step_output") this.#write(`${JSON.stringify(event)}\n`);
    onEvent(event);
  }

  /** Whether a line could not be written: nothing new may start then. */
  get isBroken(): boolean {
    return this.#failure !== undefined;
  }

  /** Throws CANARY_STORE_WRITE_FAILED when a line could not be written. */
  throwFailure(): void {
    if (this.#failure === undefined) return;
    throw new CanaryError(
      `The journal ${this.#options.path} could not be written: ${this.#failure.message}`,
      {
        code: "CANARY_STORE_WRITE_FAILED",
        hint: "See to the disk, then run the same command again",
        cause: this.#failure,
      },
    );
  }

  /** A failure must not leave the caller's process alone: it is kept, and told at the end. */
  #write(line: string): void {
    try {
      writeSync(this.#file, line);
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}
