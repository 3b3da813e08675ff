import { parseArgs } from "node:util";
import { CanaryError, nearest } from "@canary/core";
import { GLOBAL_OPTIONS } from "../command.ts";
import type { Command, CommandInput, OptionSpec } from "../command.ts";

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** The words and options behind a command's name; throws CANARY_USAGE or CANARY_VALUE_UNKNOWN. */
export function parseArguments(
  command: Command,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CommandInput {
  const specs = [...command.options, ...GLOBAL_OPTIONS];
  const { values, positionals } = readArgv(command, argv, specs);
  checkWords(command, positionals);
  const input: CommandInput = {
    words: positionals,
    given: (name) => values[name] !== undefined,
    flag: (name) => values[name] !== undefined || isTrue(env[variableOf(name)]),
    value: (name) => lastString(values[name]) ?? (env[variableOf(name)] || undefined),
    values: (name) => stringsOf(values[name] ?? env[variableOf(name)]),
  };
  for (const spec of specs) checkChoice(spec, input, command);
  return input;
}

function readArgv(
  command: Command,
  argv: readonly string[],
  specs: readonly OptionSpec[],
): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    specs.map((spec) => [
      spec.name,
      {
        type: spec.value === undefined ? ("boolean" as const) : ("string" as const),
        multiple: spec.value !== undefined,
        ...(spec.short === undefined ? {} : { short: spec.short }),
      },
    ]),
  );
  try {
    return parseArgs({
      args: argv.map((word) => withEmptyValue(word, specs)),
      options,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    throw usageError(command, error, specs);
  }
}

/** `--resume=` for a `--resume` whose value may be left out. */
function withEmptyValue(word: string, specs: readonly OptionSpec[]): string {
  const isAlone = specs.some(({ name, isValueOptional }) => isValueOptional === true && word === `--${name}`);
  return isAlone ? `${word}=` : word;
}

function usageError(command: Command, error: unknown, specs: readonly OptionSpec[]): CanaryError {
  const message = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? error.message) : String(error);
  const unknown = /^Unknown option '-*([^' ]+)/.exec(message)?.[1];
  const like =
    unknown === undefined
      ? []
      : nearest(
          unknown,
          specs.map((spec) => spec.name),
        );
  const suggestion =
    like.length === 0 ? "" : `Did you mean ${like.map((name) => `--${name}`).join(" or ")}? `;
  return new CanaryError(`${message} (in \`${commandLine(command)}\`)`, {
    code: "CANARY_USAGE",
    hint: `${suggestion}See \`${commandLine(command)} --help\`.`,
  });
}

function checkWords(command: Command, words: readonly string[]): void {
  const required = command.arguments.filter((argument) => argument.isRequired);
  const missing = required[words.length];
  if (words.length < required.length && missing !== undefined) {
    throw new CanaryError(`\`${commandLine(command)}\` needs ${missing.name}: ${missing.description}`, {
      code: "CANARY_USAGE",
      hint: `Give it, for example: ${command.examples[0] ?? `${commandLine(command)} --help`}`,
    });
  }
  const takesMore = command.arguments.at(-1)?.isList === true;
  const surplus = words[command.arguments.length];
  if (!takesMore && surplus !== undefined) {
    throw new CanaryError(`\`${commandLine(command)}\` does not know what to do with "${surplus}"`, {
      code: "CANARY_USAGE",
      hint: `Remove it; see \`${commandLine(command)} --help\`.`,
    });
  }
}

function checkChoice(spec: OptionSpec, input: CommandInput, command: Command): void {
  const choices = spec.name === "output" ? command.formats : spec.choices;
  if (choices === undefined) return;
  for (const value of spec.isList ? input.values(spec.name) : [input.value(spec.name)]) {
    if (value === undefined || choices.some((choice) => choice === value)) continue;
    const like = nearest(value, choices);
    throw new CanaryError(`"${value}" is no value of --${spec.name} in \`${commandLine(command)}\``, {
      code: "CANARY_VALUE_UNKNOWN",
      hint: `${like.length > 0 ? `Did you mean ${like[0]}? ` : ""}Known: ${choices.join(", ")}.`,
    });
  }
}

/** `CANARY_LOG_LEVEL` for `log-level`. */
export function variableOf(name: string): string {
  return `CANARY_${name.toUpperCase().replaceAll("-", "_")}`;
}

/** `canary tasks list`. */
export function commandLine(command: Command): string {
  return ["canary", ...command.path].join(" ");
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "0" && value !== "false";
}

function lastString(value: Values[string]): string | undefined {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === "string" ? last : undefined;
}

function stringsOf(value: Values[string]): readonly string[] {
  return [value]
    .flat()
    .flatMap((item) => (typeof item === "string" ? item.split(",") : []))
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
