import type { InterruptSignal } from "./tool-manners.ts";

/** Where the signals come from that end a run: the command line delivers SIGINT, SIGTERM and SIGHUP here. */
export interface Interruption {
  /** Calls back at each signal; returns how to stop that. */
  readonly subscribe: (listener: (signal: InterruptSignal) => void) => () => void;
}

/** The first signal of a run ends it; each listener hears it once. */
export class RunInterruption {
  readonly #controller = new AbortController();
  readonly #listeners = new Set<(signal: InterruptSignal) => void>();
  readonly #unsubscribe: () => void;
  #signal: InterruptSignal | null = null;

  /** `onRepeat` hears every further signal. */
  constructor(interruption: Interruption, onRepeat: (signal: InterruptSignal) => void) {
    this.#unsubscribe = interruption.subscribe((signal) => {
      if (this.#signal === null) this.#begin(signal);
      else onRepeat(signal);
    });
  }

  /** The signal that ended the run, or null. */
  get signal(): InterruptSignal | null {
    return this.#signal;
  }

  /** Aborted at the first signal; for sleeps and requests, never for a process. */
  get aborted(): AbortSignal {
    return this.#controller.signal;
  }

  /** Calls back at the first signal; returns how to stop that. */
  onSignal(listener: (signal: InterruptSignal) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the run as a signal would. */
  end(signal: InterruptSignal): void {
    if (this.#signal === null) this.#begin(signal);
  }

  dispose(): void {
    this.#unsubscribe();
  }

  #begin(signal: InterruptSignal): void {
    this.#signal = signal;
    for (const listener of this.#listeners) listener(signal);
    this.#controller.abort();
  }
}
