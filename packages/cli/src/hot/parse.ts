import { parseCommand } from "../commands/parse.ts";
import { runCommand } from "../dispatch/run-command.ts";

/** Runs `canary parse` with the words behind it; resolves to the exit code. */
export function run(words: readonly string[]): Promise<number> {
  return runCommand(parseCommand, words);
}
