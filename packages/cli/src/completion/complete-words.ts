import { GLOBAL_OPTIONS } from "../command.ts";
import type { Command, OptionSpec } from "../command.ts";

/** One word that could come next. */
export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** What words are completed from. */
export interface CompletionSource {
  readonly commands: readonly Command[];
  readonly groups: Readonly<Record<string, string>>;
  /** What an option's value, or an argument, of this name can be: `phase`, `document`, `id`, `status` … */
  readonly valuesOf: (name: string) => readonly Candidate[];
}

/** What the last of these words (behind `canary`) could become; it may be empty. */
export function completeWords(words: readonly string[], source: CompletionSource): readonly Candidate[] {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const path = before.filter((word) => !word.startsWith("-"));
  const command = source.commands.find(({ path: own }) => own.every((part, index) => path[index] === part));
  const [prefix, all] =
    command === undefined
      ? [current, nextVerbs(path, source)]
      : candidatesOf(command, { before, current, source });
  return all.filter(({ word }) => word.startsWith(prefix));
}

function nextVerbs(path: readonly string[], { commands, groups }: CompletionSource): readonly Candidate[] {
  const [first, second] = path;
  if (first === undefined) {
    const verbs = commands.filter((command) => command.path.length === 1);
    return [
      ...Object.entries(groups).map(([word, description]) => ({ word, description })),
      ...verbs.map((command) => ({ word: command.path[0] ?? "", description: command.summary })),
    ];
  }
  if (second !== undefined) return [];
  return commands
    .filter((command) => command.path[0] === first && command.path.length === 2)
    .map((command) => ({ word: command.path[1] ?? "", description: command.summary }));
}

interface Typed {
  readonly before: readonly string[];
  readonly current: string;
  readonly source: CompletionSource;
}

/** What must stand at the beginning, and what could. bash gives `--name=value` as three words, others as one. */
function candidatesOf(
  command: Command,
  { before, current, source }: Typed,
): readonly [string, readonly Candidate[]] {
  const specs = [...command.options, ...GLOBAL_OPTIONS];
  const last = before.at(-1);
  const named = current === "=" ? last : last === "=" ? before.at(-2) : last;
  const option = specs.find((spec) => spec.value !== undefined && isCalled(spec, named ?? ""));
  if (option !== undefined) return [current === "=" ? "" : current, valuesOf(option, command, source)];
  const attached = /^--([^=]+)=/.exec(current)?.[1];
  const inner = specs.find(({ name, value }) => value !== undefined && name === attached);
  if (inner !== undefined) {
    const values = valuesOf(inner, command, source);
    return [current, values.map((each) => ({ ...each, word: `--${inner.name}=${each.word}` }))];
  }
  if (current.startsWith("-")) {
    const fresh = specs.filter(({ name, isList }) => isList === true || !before.includes(`--${name}`));
    return [current, fresh.map(({ name, description }) => ({ word: `--${name}`, description }))];
  }
  const [argument] = command.arguments;
  if (argument === undefined) return [current, []];
  return [current, argument.choices === undefined ? source.valuesOf(argument.name) : plain(argument.choices)];
}

function isCalled({ name, short }: OptionSpec, word: string): boolean {
  return word === `--${name}` || (short !== undefined && word === `-${short}`);
}

function valuesOf(option: OptionSpec, command: Command, source: CompletionSource): readonly Candidate[] {
  const choices = option.name === "output" ? command.formats : option.choices;
  if (choices === undefined) return source.valuesOf(option.name);
  return plain(choices);
}

/** Words that need no description. */
export function plain(words: readonly string[]): readonly Candidate[] {
  return words.map((word) => ({ word, description: "" }));
}
