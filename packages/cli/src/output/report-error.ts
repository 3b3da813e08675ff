import { EXIT_CODES, envelope, isCanaryError, maskSecrets } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { Style } from "./style.ts";

export interface ErrorReport {
  readonly exitCode: ExitCode;
  /** For stderr. */
  readonly text: string;
  /** For stdout with `-o json` or `-o yaml`. */
  readonly document: object;
}

/** What a failure looks like: a user's mistake shows what, where and what to do; a bug shows its stack and asks for a report. */
export function reportError(error: unknown, style: Style): ErrorReport {
  if (!isCanaryError(error)) return reportBug(error, style);
  const { code, message, hint, exitCode, details } = error;
  const cause =
    error.cause instanceof Error ? `\n  ${style.dim("cause")} ${maskSecrets(error.cause.message)}` : "";
  return {
    exitCode,
    text: `${style.bad(style.bold("error"))} ${style.bold(code)}: ${message}${cause}\n  ${style.accent("fix")} ${hint}`,
    document: envelope("Error", { code, message, hint, exitCode, details }),
  };
}

function reportBug(error: unknown, style: Style): ErrorReport {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hint = "This is a bug in canary. Please report it with the lines above and the command that you ran.";
  return {
    exitCode: EXIT_CODES.bug,
    text: `${style.bad(style.bold("bug"))} ${style.bold("CANARY_BUG")}: ${maskSecrets(stack)}\n  ${style.accent("fix")} ${hint}`,
    document: envelope("Error", {
      code: "CANARY_BUG",
      message: maskSecrets(error instanceof Error ? error.message : String(error)),
      hint,
      exitCode: EXIT_CODES.bug,
      details: {},
    }),
  };
}
