import { tasksNextCommand } from "../commands/tasks/next.ts";
import { runCommand } from "../dispatch/run-command.ts";

/** Runs `canary tasks next` with the words behind it; resolves to the exit code. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(tasksNextCommand, argv);
}
