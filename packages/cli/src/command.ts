import type { Envelope, ExitCode } from "@canary/core";
import type { CliContext } from "./cli-context.ts";
import { OUTPUT_FORMATS } from "./output/format.ts";
import type { OutputFormat } from "./output/format.ts";

/** One `--name` of a command; without `value` it is a switch. Its environment variable is `CANARY_<NAME>`. */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** Placeholder of its value in the help, such as `STATUS`. */
  readonly value?: string;
  /** `--name` alone is a switch whose value is empty; a value is given as `--name=VALUE`. */
  readonly isValueOptional?: boolean;
  readonly description: string;
  readonly choices?: readonly string[];
  /** May be repeated, or given once with commas. */
  readonly isList?: boolean;
}

export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
  /** What completion offers; the command itself says what is wrong with another word. */
  readonly choices?: readonly string[];
  readonly isRequired?: boolean;
  /** Takes all remaining words; only the last argument may. */
  readonly isList?: boolean;
}

/** What the user gave, after the precedence flag, environment, default. */
export interface CommandInput {
  readonly words: readonly string[];
  /** Whether it stands on the command line itself; a variable does not count. */
  given(name: string): boolean;
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** What a command found; the renderer prints the document (json, yaml) or the text (table). */
export interface CommandResult {
  readonly exitCode?: ExitCode;
  readonly document?: Envelope<string>;
  readonly text?: () => string | Iterable<string>;
}

/** A command is a file: what it accepts, then what it does. It prints nothing on stdout itself, unless it streams. */
export interface Command {
  readonly path: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  readonly formats: readonly OutputFormat[];
  readonly examples: readonly string[];
  run(input: CommandInput, context: CliContext): Promise<CommandResult> | CommandResult;
}

/** Options that every command takes. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { name: "cwd", value: "DIR", description: "act as if started in this directory" },
  { name: "config", value: "FILE", description: "read this file instead of the nearest canary.yaml" },
  { name: "output", short: "o", value: "FORMAT", description: "output format", choices: OUTPUT_FORMATS },
  { name: "json", description: "the same as -o json" },
  {
    name: "log-level",
    value: "LEVEL",
    description: "diagnostic log on stderr",
    choices: ["debug", "info", "warn", "error", "silent"],
  },
  { name: "no-color", description: "no colour (NO_COLOR and TERM=dumb are honoured too)" },
  {
    name: "no-input",
    description: "ask nothing: what needs an answer fails, or a run waits, and says what to do",
  },
  { name: "yes", short: "y", description: "answer yes to every question" },
];
