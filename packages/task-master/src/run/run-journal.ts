import { closeSync, constants, openSync, writeSync } from "node:fs";
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

  constructor(options: RunJournalOptions) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
    this.#options = options;
    this.#file = openSync(options.path, flags, 0o600);
  }

  /** Records what happened, then tells it. */
  emit(body: RunEventBody): void {
    const { clock, run, onEvent } = this.#options;
    const event: RunEvent = { at: new Date(clock.now()).toISOString(), run, ...body };
    if (body.type !== "step_output") writeSync(this.#file, `${JSON.stringify(event)}\n`);
    onEvent(event);
  }

  close(): void {
    closeSync(this.#file);
  }
}
