import { CanaryError, parseTaskStatus, TASK_STATUSES } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import type { Command, CommandInput } from "../../command.ts";
import { parseChoices } from "../../dispatch/parse-choices.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { CHANGE_OPTIONS } from "./change-options.ts";
import { changeTasks } from "./change-tasks.ts";
import { TASK_IDS } from "./task-arguments.ts";

/** `canary tasks update ID…`: one change for all of them, or for none when one is refused. */
export const tasksUpdateCommand: Command = {
  path: ["tasks", "update"],
  summary: "set status, owner and note of tasks, all or none",
  arguments: [TASK_IDS],
  options: [
    { name: "status", value: "STATUS", description: `the new status (${TASK_STATUSES.join(", ")})` },
    ...CHANGE_OPTIONS,
  ],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary tasks update docs-faq --status=in_progress",
    'canary tasks update docs-faq --status=completed --message="reviewed"',
    'canary tasks update 2.3 2.4 --owner ann --note "after the release"',
  ],
  run: (input, context) => changeTasks(readStatus(input), input, context),
};

function readStatus(input: CommandInput): TaskStatus | undefined {
  const word = input.value("status");
  if (word === undefined) {
    if (input.value("owner") !== undefined || input.value("note") !== undefined) return undefined;
    throw new CanaryError("`canary tasks update` needs --status, --owner or --note", {
      code: "CANARY_USAGE",
      hint: `Add --status with one of: ${TASK_STATUSES.join(", ")}.`,
    });
  }
  const [status] = parseChoices<TaskStatus>([word], {
    name: "status",
    parse: parseTaskStatus,
    known: TASK_STATUSES,
  });
  return status;
}
