import { tasksUpdateCommand } from "../commands/tasks/update.ts";
import { runCommand } from "../dispatch/run-command.ts";

/** Runs `canary tasks update` with the words behind it; resolves to the exit code. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(tasksUpdateCommand, argv);
}
