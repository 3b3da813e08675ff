import { CanaryError, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { Interruption } from "@canary/project";
import { onGuardEnd } from "./guarded-process.ts";

const EXIT_CODE_OF = {
  SIGINT: EXIT_CODES.interrupted,
  SIGTERM: EXIT_CODES.terminated,
  SIGHUP: EXIT_CODES.hungUp,
} as const;

export type InterruptionSignal = keyof typeof EXIT_CODE_OF;

/** The exit code that a signal asks for: 128 and its number. */
export function exitCodeOfSignal(signal: InterruptionSignal): ExitCode {
  return EXIT_CODE_OF[signal];
}

/** What work that was cut short by a signal throws. */
export function interruptedBy(signal: InterruptionSignal, hint: string): CanaryError {
  return new CanaryError(`interrupted by ${signal}`, {
    code: "CANARY_RUN_INTERRUPTED",
    hint,
    exitCode: exitCodeOfSignal(signal),
  });
}

/**
 * Work that a signal, or the end of the process that guards this one, cuts short: its failure is then CANARY_RUN_INTERRUPTED with
 * this hint.
 */
export async function withInterruption<T>(
  hint: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const interrupt = (signal: InterruptionSignal): void => abort.abort(interruptedBy(signal, hint));
  onGuardEnd(() => interrupt("SIGHUP"));
  try {
    return await withSignals(interrupt, () => work(abort.signal));
  } catch (error) {
    throw abort.signal.aborted ? abort.signal.reason : error;
  }
}

/** Calls `handle` for each Ctrl-C, termination and hang-up while `work` runs, instead of ending the process. */
export async function withSignals<T>(
  handle: (signal: InterruptionSignal) => void,
  work: () => Promise<T>,
): Promise<T> {
  const signals: readonly InterruptionSignal[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, handle);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, handle);
  }
}

/** A port for runs to subscribe to, and the function that delivers a signal to it. Who subscribes late hears the last one. */
export function createInterruption(): {
  readonly interruption: Interruption;
  readonly deliver: (signal: InterruptionSignal) => void;
} {
  const listeners = new Set<(signal: InterruptionSignal) => void>();
  let last: InterruptionSignal | undefined;
  return {
    interruption: {
      subscribe: (listener) => {
        listeners.add(listener);
        if (last !== undefined) listener(last);
        return () => void listeners.delete(listener);
      },
    },
    deliver: (signal) => {
      last = signal;
      for (const listener of listeners) listener(signal);
    },
  };
}
