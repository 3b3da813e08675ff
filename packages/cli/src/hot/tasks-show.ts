import { tasksShowCommand } from "../commands/tasks/show.ts";
import { runCommand } from "../dispatch/run-command.ts";

/** Runs `canary tasks show` with the words behind it; resolves to the exit code. */
export function run(argv: readonly string[]): Promise<number> {
  return runCommand(tasksShowCommand, argv);
}
