import { statSync } from "node:fs";
import { resolve } from "node:path";
import { CanaryError, EXIT_CODES } from "@canary/core";
import type { ExitCode } from "@canary/core";
import { createCliContext } from "../cli-context.ts";
import type { CliContext, ConfigPlace } from "../cli-context.ts";
import type { Command, CommandInput, CommandResult } from "../command.ts";
import { isMachineFormat } from "../output/format.ts";
import type { OutputFormat } from "../output/format.ts";
import { jsonChunks } from "../output/json-chunks.ts";
import { reportError } from "../output/report-error.ts";
import { directOutput, streamedOutput } from "../output/standard-output.ts";
import { createStyle } from "../output/style.ts";
import { parseArguments } from "./parse-arguments.ts";

/** Writes a document as YAML. */
export type YamlWriter = (document: object) => Promise<string> | string;

/** What only the full program has, so that hot verbs need not load it. */
export interface FullProgram {
  readonly toYaml: YamlWriter;
  /** Whether canary.yaml wants the boxes of the document to follow the store. */
  readonly isWriteBackConfigured: (place: ConfigPlace) => Promise<boolean>;
}

/** Reads the arguments, runs the command, prints its result, and says with what the process should end. */
export async function runCommand(
  command: Command,
  argv: readonly string[],
  full?: FullProgram,
): Promise<ExitCode> {
  const toYaml = full?.toYaml;
  let format: OutputFormat = machineFormatIn(argv, process.env) ?? "table";
  let context: CliContext | undefined;
  try {
    const input = parseArguments(command, argv, process.env);
    context = contextFor(input, command, full);
    format = context.format;
    const result = await command.run(input, context);
    await printResult(result, context, toYaml);
    return result.exitCode ?? EXIT_CODES.done;
  } catch (error) {
    return printFailure(error, { format, context, toYaml });
  }
}

interface FailureOptions {
  readonly format: OutputFormat;
  readonly context: CliContext | undefined;
  readonly toYaml: YamlWriter | undefined;
}

/** Prints a failure on stderr, and as the one document on stdout where one was asked for. */
export async function printFailure(error: unknown, options: FailureOptions): Promise<ExitCode> {
  const report = reportError(error, options.context?.err ?? createStyle(false));
  process.stderr.write(`${report.text}\n`);
  if (isMachineFormat(options.format)) {
    const document = await serialise(report.document, options.format, options.toYaml);
    if (options.context === undefined) directOutput().write(document);
    else options.context.print(document);
  }
  return report.exitCode;
}

function contextFor(input: CommandInput, command: Command, full: FullProgram | undefined): CliContext {
  const cwd = readCwd(input.value("cwd"));
  const config = input.value("config");
  const configFile = config === undefined ? undefined : resolve(cwd, config);
  const wanted = input.value("output") ?? (input.flag("json") ? jsonFormatOf(command) : undefined);
  return createCliContext({
    cwd,
    configFile,
    format: command.formats.find((format) => format === wanted) ?? command.formats[0] ?? "table",
    logLevel: input.value("log-level") ?? "warn",
    hasColor: !input.flag("no-color"),
    isConfirmed: input.flag("yes"),
    isWriteBackConfigured: async () => (await full?.isWriteBackConfigured({ cwd, configFile })) ?? false,
    hasInput: !input.flag("no-input"),
    output: full === undefined ? directOutput() : streamedOutput(),
  });
}

function readCwd(directory: string | undefined): string {
  const cwd = resolve(directory ?? ".");
  if (directory === undefined || statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true) return cwd;
  throw new CanaryError(`there is no folder ${cwd}`, {
    code: "CANARY_USAGE",
    hint: "Correct --cwd (or CANARY_CWD).",
  });
}

/** What `--json` means: one document, or for a command that streams a document a line. */
function jsonFormatOf(command: Command): OutputFormat {
  return command.formats.includes("json") ? "json" : "jsonl";
}

async function printResult(
  result: CommandResult,
  context: CliContext,
  toYaml: YamlWriter | undefined,
): Promise<void> {
  if (isMachineFormat(context.format)) {
    if (result.document !== undefined) await printDocument(result.document, context, toYaml);
  } else if (result.text !== undefined) {
    const text = result.text();
    for (const part of typeof text === "string" ? [text] : text) await context.write(part);
  }
}

async function printDocument(
  document: object,
  context: CliContext,
  toYaml: YamlWriter | undefined,
): Promise<void> {
  if (context.format !== "json") return context.print(await serialise(document, context.format, toYaml));
  for (const chunk of jsonChunks(document)) await context.write(chunk);
  context.print("\n");
}

async function serialise(
  document: object,
  format: OutputFormat,
  toYaml: YamlWriter | undefined,
): Promise<string> {
  if (format === "yaml" && toYaml !== undefined) return toYaml(document);
  return `${JSON.stringify(document, null, format === "jsonl" ? 0 : 2)}\n`;
}

const MACHINE_FORMATS = ["json", "yaml", "jsonl"] as const;

/** The format that a command line asks for, read before it is known to be valid, so that failures keep to it. */
export function machineFormatIn(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): OutputFormat | undefined {
  if (argv.includes("--json")) return "json";
  const at = argv.findIndex((word) => word === "-o" || word === "--output");
  const value =
    at >= 0
      ? argv[at + 1]
      : argv.find((word) => /^(-o|--output=)(json|yaml|jsonl)$/.test(word))?.replace(/^(-o|--output=)/, "");
  const wanted = value ?? env["CANARY_OUTPUT"];
  return MACHINE_FORMATS.find((format) => format === wanted);
}
