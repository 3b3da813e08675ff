import { envelope } from "@canary/core";
import { nextTasks, readTasks } from "@canary/project/tasks";
import { parseCount } from "../../dispatch/parse-count.ts";
import { projectFolderOf } from "../../project-folder.ts";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { renderTaskTable } from "../../output/task-table.ts";

const DEFAULT_LIMIT = 5;

/** `canary tasks next`: what could start now, most urgent first. */
export const tasksNextCommand: Command = {
  path: ["tasks", "next"],
  summary: "what could start now, most urgent first",
  description:
    "Ready tasks, ordered by the length of what waits behind them, then priority, then document order.",
  arguments: [],
  options: [{ name: "limit", value: "N", description: `at most this many; ${DEFAULT_LIMIT} is the default` }],
  formats: TABLE_JSON_YAML,
  examples: ["canary tasks next", "canary tasks next --limit 1 -o json"],
  run: (input, context) => {
    const snapshot = readTasks({ cwd: projectFolderOf(context), clock: context.clock });
    const limit = parseCount(input.value("limit"), { option: "limit", fallback: DEFAULT_LIMIT, least: 1 });
    const ready = nextTasks(snapshot);
    const tasks = ready.slice(0, limit);
    return {
      document: envelope("TaskList", { total: ready.length, tasks }),
      text: () =>
        tasks.length === 0
          ? "Nothing is ready: every task is done, running, or waits for another (see `canary tasks list --blocked`).\n"
          : `${renderTaskTable(tasks, snapshot, context)}\n${context.out.dim(`${tasks.length} of ${ready.length} ready`)}\n`,
    };
  },
};
