import { Command as CommanderCommand, CommanderError, Option } from "commander";
import { CanaryError, EXIT_CODES, nearest } from "@canary/core";
import type { ExitCode } from "@canary/core";
import type { ConfigPlace } from "./cli-context.ts";
import { GLOBAL_OPTIONS } from "./command.ts";
import type { Command, OptionSpec } from "./command.ts";
import { COMMAND_GROUPS, COMMANDS } from "./commands/index.ts";
import { machineFormatIn, printFailure, runCommand } from "./dispatch/run-command.ts";

/** Routes a command line through commander; resolves to the exit code. Help and version are commander's, arguments ours. */
export async function runProgram(argv: readonly string[], version: string): Promise<ExitCode> {
  const words = helpWords(moveGlobalOptionsBehind(argv));
  let exitCode: ExitCode = EXIT_CODES.done;
  const program = createProgram(version, async (command) => {
    exitCode = await runCommand(command, words.slice(command.path.length), { toYaml, isWriteBackConfigured });
  });
  try {
    await program.parseAsync([...words], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODES.done;
    const format = machineFormatIn(argv, process.env) ?? "table";
    const failure = error instanceof CommanderError ? usageErrorOf(error, words) : error;
    return printFailure(failure, { format, context: undefined, toYaml });
  }
}

async function toYaml(document: object): Promise<string> {
  const { writeYaml } = await import("./output/write-yaml.ts");
  return writeYaml(document);
}

async function isWriteBackConfigured({ cwd, configFile }: ConfigPlace): Promise<boolean> {
  const { readConfig } = await import("@canary/project");
  return readConfig(cwd, configFile).config.writeBack;
}

type Runner = (command: Command) => Promise<void>;

function createProgram(version: string, run: Runner): CommanderCommand {
  const program = newCommand("canary")
    .description("From a Markdown PRD to a running, progressively delivered platform, with evidence.")
    .version(version, "-V, --version")
    .addHelpText(
      "after",
      "\nStart with:  canary parse PRD.md    canary tasks list    canary run phase infra --dry-run",
    );
  const groups = new Map(
    Object.entries(COMMAND_GROUPS).map(([name, summary]) => [
      name,
      newCommand(name).summary(summary).description(summary),
    ]),
  );
  for (const command of COMMANDS) {
    const [first, second] = command.path;
    const parent = second === undefined ? program : (groups.get(first ?? "") ?? program);
    parent.addCommand(leafOf(command, run));
    const group = groups.get(first ?? "");
    if (group !== undefined && !program.commands.includes(group)) program.addCommand(group);
  }
  return program;
}

function newCommand(name: string): CommanderCommand {
  return new CommanderCommand(name)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .helpCommand(false)
    .showHelpAfterError(false)
    .action((_options, command) => command.outputHelp());
}

function leafOf(command: Command, run: Runner): CommanderCommand {
  const leaf = newCommand(command.path.at(-1) ?? "")
    .summary(command.summary)
    .description(command.description ?? command.summary)
    .allowUnknownOption()
    .allowExcessArguments()
    .configureHelp({
      visibleOptions: () => [...command.options, ...GLOBAL_OPTIONS].map((spec) => toOption(spec, command)),
    })
    .addHelpText("after", `\nExamples:\n${command.examples.map((example) => `  ${example}`).join("\n")}`)
    .action(() => run(command));
  for (const argument of command.arguments) {
    const name = argument.isList ? `${argument.name}...` : argument.name;
    leaf.argument(`[${name}]`, argument.description);
  }
  return leaf;
}

function toOption(spec: OptionSpec, command: Command): Option {
  const short = spec.short === undefined ? "    " : `-${spec.short}, `;
  const choices = spec.name === "output" ? command.formats : spec.choices;
  const known = choices === undefined ? "" : ` (${choices.join(", ")})`;
  return new Option(`${short}--${spec.name}${placeholderOf(spec)}`.trim(), `${spec.description}${known}`);
}

function placeholderOf({ value, isValueOptional }: OptionSpec): string {
  if (value === undefined) return "";
  return isValueOptional === true ? ` [${value}]` : ` <${value}>`;
}

function usageErrorOf(error: CommanderError, words: readonly string[]): CanaryError {
  const [group, verb] = words.filter((word) => !word.startsWith("-"));
  const isGroup = group !== undefined && Object.hasOwn(COMMAND_GROUPS, group);
  const known = isGroup
    ? COMMANDS.filter(({ path }) => path[0] === group).map(({ path }) => path[1] ?? "")
    : [...Object.keys(COMMAND_GROUPS), ...COMMANDS.map(({ path }) => path[0] ?? "")];
  const wrong = isGroup ? verb : group;
  const prefix = isGroup ? `canary ${group} ` : "canary ";
  if (wrong === undefined || known.includes(wrong)) {
    return new CanaryError(error.message.replace(/^error: /, ""), {
      code: "CANARY_USAGE",
      hint: `See \`${prefix}--help\`.`,
    });
  }
  const like = nearest(wrong, [...new Set(known)]);
  return new CanaryError(`"${prefix}${wrong}" is no command`, {
    code: "CANARY_USAGE",
    hint:
      like.length === 0
        ? `See \`${prefix}--help\`.`
        : `Did you mean ${like.map((name) => `\`${prefix}${name}\``).join(" or ")}?`,
  });
}

/** `canary help tasks list` means `canary tasks list --help`. */
function helpWords(words: readonly string[]): readonly string[] {
  return words[0] === "help" ? [...words.slice(1), "--help"] : words;
}

/** `canary --cwd X tasks -ojson list` means `canary tasks list --cwd X -ojson`. */
function moveGlobalOptionsBehind(argv: readonly string[]): readonly string[] {
  const moved: string[] = [];
  const words: string[] = [];
  let at = 0;
  for (let word = argv[at]; word !== undefined && !isPathWhole(words); word = argv[at]) {
    const width = word.startsWith("-") ? widthOfGlobalOption(word) : 1;
    if (width === 0) break;
    (word.startsWith("-") ? moved : words).push(...argv.slice(at, at + width));
    at += width;
  }
  return [...words, ...argv.slice(at), ...moved];
}

function isPathWhole(words: readonly string[]): boolean {
  return words.length === (Object.hasOwn(COMMAND_GROUPS, words[0] ?? "") ? 2 : 1);
}

/** How many words the option takes that `word` begins; 0 when it is none of every command. */
function widthOfGlobalOption(word: string): 0 | 1 | 2 {
  const spec = GLOBAL_OPTIONS.find(({ name, short }) => word === `--${name}` || word === `-${short}`);
  if (spec !== undefined) return spec.value === undefined ? 1 : 2;
  const isAttached = GLOBAL_OPTIONS.some(
    ({ name, short, value }) =>
      value !== undefined &&
      (word.startsWith(`--${name}=`) || (short !== undefined && word.startsWith(`-${short}`))),
  );
  return isAttached ? 1 : 0;
}
