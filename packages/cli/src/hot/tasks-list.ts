import { tasksListCommand } from "../commands/tasks/list.ts";
import { runCommand } from "../dispatch/run-command.ts";

/** Runs `canary tasks list` with the words behind it; resolves to the exit code. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(tasksListCommand, argv);
}
