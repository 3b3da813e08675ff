import { resolve } from "node:path";
import { mentionsWriteBack } from "@canary/project/tasks";
import type { Command } from "../command.ts";
import { CHANGE_COMMANDS } from "../commands/tasks/change-commands.ts";
import { parseArguments } from "../dispatch/parse-arguments.ts";
import { runCommand } from "../dispatch/run-command.ts";

/**
 * Runs `canary tasks update`, or one of its short forms, with the words behind it; resolves to the exit code. Undefined
 * where canary.yaml says something about writing back: only the whole program can read it.
 */
export function run(argv: readonly string[], verb: string): Promise<number> | undefined {
  const command = CHANGE_COMMANDS.find(({ path }) => path[1] === verb);
  if (command === undefined || needsConfiguration(command, argv)) return undefined;
  return runCommand(command, argv);
}

function needsConfiguration(command: Command, argv: readonly string[]): boolean {
  try {
    const cwd = resolve(parseArguments(command, argv, process.env).value("cwd") ?? ".");
    return mentionsWriteBack(cwd);
  } catch {
    return false;
  }
}
