import { envelope } from "@canary/core";
import { actorName } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput, CommandResult } from "../../command.ts";
import { parseDuration } from "../../dispatch/parse-duration.ts";
import { openContextTasks } from "../../open-context-tasks.ts";
import { documentOption } from "./document-option.ts";

const DEFAULT_TTL = "10m";

/** Takes the first ready task in somebody's name. */
export function claimNext(input: CommandInput, context: CliContext): CommandResult {
  const ttlMs = parseDuration("ttl", input.value("ttl") ?? DEFAULT_TTL);
  const by = input.value("by") ?? actorName();
  const document = documentOption(input);
  const claimed = openContextTasks(context).claimNext({
    by,
    ttlMs,
    ...(document === undefined ? {} : { document }),
  });
  const { out } = context;
  const tasks = claimed === undefined ? [] : [claimed.task];
  return {
    document: envelope("TaskList", { total: tasks.length, tasks }),
    text: () =>
      claimed === undefined
        ? "Nothing is ready to be claimed.\n"
        : `${out.accent(claimed.task.id)} ${claimed.task.title}\n  ${out.dim(`claimed by ${by} until ${claimed.task.claim?.until}; then \`canary tasks start\`, \`complete\`, \`fail\`, or \`reset\` to give it back`)}\n`,
  };
}
