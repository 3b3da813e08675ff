import { CanaryError } from "@canary/core";
import { execa } from "execa";
import { setImmediate as nextTurn } from "node:timers/promises";

export interface ProgramOptions {
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface ProgramResult {
  /** `undefined` when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever its exit code. Throws CANARY_TOOL_NOT_FOUND, and the signal's reason when aborted. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const result = await execa(file, args, {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.env !== undefined && { env: options.env }),
    ...(options.signal !== undefined && { cancelSignal: options.signal }),
    ...(options.input === undefined ? { stdin: "ignore" } : { input: options.input }),
    reject: false,
  });
  // Ctrl-C reaches the program, too, and it may have ended before we heard of it.
  if (result.exitCode === undefined) await nextTurn();
  options.signal?.throwIfAborted();
  if (result.exitCode === undefined && result.code === "ENOENT") {
    throw new CanaryError(`the program "${file}" was not found`, {
      code: "CANARY_TOOL_NOT_FOUND",
      hint: "Run `canary doctor`: it says what is missing.",
      details: { tool: file },
    });
  }
  return {
    exitCode: result.exitCode,
    stdout: result.stdout ?? "",
    stderr: result.stderr ?? "",
  };
}

/** As `runProgram`, but returns what was printed, and an exit code other than 0 throws CANARY_TOOL_FAILED. */
export async function requireProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<string> {
  const result = await runProgram(file, args, options);
  if (result.exitCode === 0) return result.stdout;
  const said = (result.stderr || result.stdout).trim().split("\n").slice(-10).join("\n");
  throw new CanaryError(
    `"${[file, ...args].join(" ")}" failed (exit ${result.exitCode ?? "by a signal"}): ${said}`,
    {
      code: "CANARY_TOOL_FAILED",
      hint: "Run the command by hand to see all of its output.",
      details: { command: [file, ...args], exitCode: result.exitCode },
    },
  );
}
