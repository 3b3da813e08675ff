import { CanaryError } from "@canary/core";
import { execa } from "execa";
import type { Options } from "execa";
import { searchPath } from "./system-path.ts";

export interface CommandOptions {
  readonly cwd?: string;
  /** The whole environment of the process; by default that of this one, with the system's folders on PATH. */
  readonly env?: NodeJS.ProcessEnv;
  /** Added to that. */
  readonly extraEnv?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface CommandResult {
  /** `undefined` when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end and returns what it printed, whatever its exit code.
 * Throws CANARY_TOOL_NOT_FOUND when there is no such program, and the signal's reason when it is aborted.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const result = await execa(file, args, {
    ...execaOptions(options),
    reject: false,
    stdin: options.input === undefined ? "ignore" : "pipe",
  });
  options.signal?.throwIfAborted();
  if (result.exitCode === undefined && result.code === "ENOENT") throw notFound(file);
  return { exitCode: result.exitCode, stdout: text(result.stdout), stderr: text(result.stderr) };
}

/** As `runCommand`, but an exit code other than 0 throws CANARY_TOOL_FAILED with the last lines of the error output. */
export async function requireCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const result = await runCommand(file, args, options);
  if (result.exitCode === 0) return result.stdout;
  const said = lastLines(result.stderr === "" ? result.stdout : result.stderr, 10);
  throw new CanaryError(`"${[file, ...args].join(" ")}" failed (${exitText(result)}): ${said}`, {
    code: "CANARY_TOOL_FAILED",
    hint: "Run the command by hand to see all of its output.",
    details: { command: [file, ...args], exitCode: result.exitCode },
  });
}

/** The last `count` lines that are not empty. */
export function lastLines(output: string, count: number): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  return lines.slice(-count).join("\n");
}

function execaOptions(options: CommandOptions): Options {
  return {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: { ...(options.env ?? { ...process.env, PATH: searchPath() }), ...options.extraEnv },
    extendEnv: false,
    ...(options.input !== undefined && { input: options.input }),
    ...(options.signal !== undefined && { cancelSignal: options.signal }),
    ...(options.timeoutMs !== undefined && { timeout: options.timeoutMs }),
  };
}

function text(output: unknown): string {
  return typeof output === "string" ? output : "";
}

function exitText(result: CommandResult): string {
  return result.exitCode === undefined ? "ended by a signal" : `exit ${result.exitCode}`;
}

function notFound(file: string): CanaryError {
  return new CanaryError(`the program "${file}" was not found on PATH`, {
    code: "CANARY_TOOL_NOT_FOUND",
    hint: "Run `canary doctor`: it names the package that has it.",
    details: { tool: file },
  });
}
