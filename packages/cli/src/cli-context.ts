import type { Clock } from "@canary/core";
import type { OutputFormat } from "./output/format.ts";
import type { StandardOutput } from "./output/standard-output.ts";
import { createStyle } from "./output/style.ts";
import type { Style } from "./output/style.ts";

/** Where the configuration is looked for. */
export interface ConfigPlace {
  readonly cwd: string;
  /** A file that was named instead of the nearest canary.yaml; absolute. */
  readonly configFile: string | undefined;
}

/** The outer world as a command sees it. */
export interface CliContext {
  readonly cwd: string;
  readonly configFile: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly format: OutputFormat;
  readonly logLevel: string;
  readonly isConfirmed: boolean;
  /** Whether canary.yaml wants the boxes of the document to follow the store. */
  readonly isWriteBackConfigured: () => Promise<boolean>;
  /** Columns of the terminal on stdout, or Infinity where there is none. */
  readonly columns: number;
  readonly isOutTerminal: boolean;
  readonly isProgressInPlace: boolean;
  /** Whether somebody is there to be asked: a terminal both ways, and nobody said --no-input. */
  readonly canAsk: boolean;
  readonly out: Style;
  readonly err: Style;
  /** Data for stdout; adds no line end. */
  print(text: string): void;
  /** As `print`, and waits until the reader took it: for more than fits into memory. */
  write(text: string): Promise<void>;
  /** A line for stderr: progress, notices. */
  say(line: string): void;
  /** Absolute path of the program that runs, for children that call it back. */
  readonly program: string;
}

export interface CliContextOptions {
  readonly cwd: string;
  readonly configFile: string | undefined;
  readonly format: OutputFormat;
  readonly logLevel: string;
  readonly hasColor: boolean;
  readonly isConfirmed: boolean;
  readonly isWriteBackConfigured: () => Promise<boolean>;
  readonly hasInput: boolean;
  /** Where data goes. */
  readonly output: StandardOutput;
}

/** The context of this process. */
export function createCliContext(options: CliContextOptions): CliContext {
  const { env } = process;
  const { output } = options;
  return {
    cwd: options.cwd,
    configFile: options.configFile,
    env,
    clock: { now: () => Date.now() },
    format: options.format,
    logLevel: options.logLevel,
    isConfirmed: options.isConfirmed,
    isWriteBackConfigured: options.isWriteBackConfigured,
    columns: columnsOf(output.columns, env["COLUMNS"]),
    isOutTerminal: output.isTerminal,
    out: createStyle(hasColorOn(output.isTerminal, options.hasColor)),
    // stderr is looked at when something is said there: making its stream, or asking node:tty, costs a start milliseconds.
    get isProgressInPlace() {
      return process.stderr.isTTY && env["TERM"] !== "dumb" && env["CI"] === undefined;
    },
    get canAsk() {
      return options.hasInput && process.stderr.isTTY && process.stdin.isTTY && env["CI"] === undefined;
    },
    get err() {
      return createStyle(hasColorOn(process.stderr.isTTY, options.hasColor));
    },
    print: (text) => output.write(text),
    write: (text) => output.writeAll(text),
    say: (line) => void process.stderr.write(`${line}\n`),
    program: env["CANARY_PROGRAM"] ?? process.argv[1] ?? "canary",
  };
}

/** A terminal that does not know its width, such as a serial console, says 0. */
function columnsOf(terminal: number, variable: string | undefined): number {
  const wanted = Number(variable);
  if (terminal > 0) return terminal;
  return Number.isInteger(wanted) && wanted > 0 ? wanted : Number.POSITIVE_INFINITY;
}

/** NO_COLOR (https://no-color.org, any value but the empty one), FORCE_COLOR and TERM=dumb, then the stream. */
function hasColorOn(isTerminal: boolean, isWanted: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (!isWanted || (NO_COLOR !== undefined && NO_COLOR !== "")) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTerminal && TERM !== "dumb";
}
