import { ERROR_CODES, EXIT_CODES, isSuccess } from "@canary/core";
import type { ErrorCode, ExitCode, RunResult, TaskResult } from "@canary/core";
import type { InterruptSignal } from "../process/tool-manners.ts";

/** A result with the exit code that it means. */
export interface FinishedRun extends RunResult {
  readonly exitCode: ExitCode;
}

const SIGNAL_EXITS = {
  SIGHUP: EXIT_CODES.hungUp,
  SIGINT: EXIT_CODES.interrupted,
  SIGTERM: EXIT_CODES.terminated,
} as const;

/** The exit code of these results: a signal first, then the first failure, then a gate. */
export function exitCodeOf(results: readonly TaskResult[], signal: InterruptSignal | null): ExitCode {
  if (signal !== null) return SIGNAL_EXITS[signal];
  const failed = results.find(({ outcome }) => outcome === "failed" || outcome === "timed_out");
  if (failed !== undefined) return exitOfError(failed.error?.code);
  if (results.some(({ outcome }) => outcome === "waiting")) return EXIT_CODES.gate;
  return results.every(({ outcome }) => isDone(outcome)) ? EXIT_CODES.done : EXIT_CODES.failed;
}

/** Whether a task of this outcome leaves nothing to do. */
export function isDone(outcome: TaskResult["outcome"]): boolean {
  return isSuccess(outcome) || outcome === "skipped";
}

function exitOfError(code: string | undefined): ExitCode {
  return code !== undefined && isErrorCode(code) ? ERROR_CODES[code] : EXIT_CODES.failed;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}
