import { CanaryError, envelope, parseTaskStatus, TASK_STATUSES } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import { openContextTasks } from "../../open-context-tasks.ts";
import type { Command, CommandInput } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { parseChoices } from "../../dispatch/parse-choices.ts";
import { paintStatus, statusLabel } from "../../output/task-table.ts";

/** `canary tasks update ID…`: one status for all of them, or for none when one is refused. */
export const tasksUpdateCommand: Command = {
  path: ["tasks", "update"],
  summary: "set the status of tasks, all or none",
  arguments: [{ name: "id", description: "ids, aliases or unique prefixes", isRequired: true, isList: true }],
  options: [
    { name: "status", value: "STATUS", description: `the new status (${TASK_STATUSES.join(", ")})` },
    { name: "message", short: "m", value: "TEXT", description: "why, for the history" },
    { name: "force", description: "complete it although tasks that it depends on are open" },
  ],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary tasks update docs-faq --status=in_progress",
    'canary tasks update docs-faq --status=completed --message="reviewed"',
  ],
  run: (input, context) => {
    const status = readStatus(input);
    const store = openContextTasks(context);
    const message = input.value("message");
    const transitions = store.transitionAll(input.words, {
      status,
      force: input.flag("force"),
      ...(message === undefined ? {} : { message }),
    });
    const { out } = context;
    return {
      document: envelope("TaskTransitions", {
        transitions: transitions.map(({ task, previous }) => ({ task, previous: previous.status })),
      }),
      text: () =>
        transitions
          .map(
            ({ task, previous }) =>
              `${out.accent(task.id)} ${previous.status} → ${paintStatus(out, statusLabel(task.status), task.status)}\n`,
          )
          .join(""),
    };
  },
};

function readStatus(input: CommandInput): TaskStatus {
  const word = input.value("status");
  if (word === undefined) {
    throw new CanaryError("`canary tasks update` needs --status", {
      code: "CANARY_USAGE",
      hint: `Add --status with one of: ${TASK_STATUSES.join(", ")}.`,
    });
  }
  const [status] = parseChoices<TaskStatus>([word], {
    name: "status",
    parse: parseTaskStatus,
    known: TASK_STATUSES,
  });
  return status ?? "pending";
}
