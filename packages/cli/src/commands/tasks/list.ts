import { CanaryError, envelope } from "@canary/core";
import { numberTasks, queryTasks, readTaskRows, sortTasks, SORT_KEYS } from "@canary/project/tasks";
import type { NumberedRow, SortKey, StoredTask, StoreSnapshot } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput, CommandResult } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { documentsOf, renderTaskList } from "../../output/render-task-list.ts";
import { factsIn } from "../../output/task-table.ts";
import type { TaskFacts } from "../../output/task-table.ts";
import { projectFolderOf } from "../../project-folder.ts";
import { readContextTasks } from "../../read-context-tasks.ts";
import { FILTER_OPTIONS, readFilter } from "./task-filter.ts";
import { watchTasks } from "./watch-tasks.ts";

/** `canary tasks list`: the tasks that match, in document order or another. */
export const tasksListCommand: Command = {
  path: ["tasks", "list"],
  summary: "list tasks, in the order of their documents",
  arguments: [],
  options: [
    ...FILTER_OPTIONS,
    { name: "archived", description: "that left their document; parsing it with them in it restores them" },
    {
      name: "sort",
      value: "KEY",
      description: "in this order; that of the document is the default",
      choices: SORT_KEYS,
    },
    { name: "reverse", description: "the other way round" },
    { name: "limit", value: "N", description: "at most this many" },
    { name: "watch", short: "w", description: "show it again whenever it changes, until Ctrl-C" },
  ],
  formats: ["table", "json", "yaml", "jsonl"],
  examples: [
    "canary tasks list --phase=2",
    "canary tasks list --phase=infra --status=pending",
    "canary tasks list --ready -o json",
    "canary tasks list --owner ann --sort updated --reverse --limit 10",
    "canary tasks list --status in_progress --watch",
  ],
  run: (input, context) => {
    if (!input.flag("watch")) return listRows(input, context) ?? listOnce(input, context);
    if (context.format === "json" || context.format === "yaml") {
      throw new CanaryError(`--watch prints more than one list, and -o ${context.format} is one document`, {
        code: "CANARY_USAGE",
        hint: "Use -o jsonl: a list on each line.",
      });
    }
    return watchTasks(context, () => listOnce(input, context));
  },
};

/** What the rows of a table can be chosen by; anything else needs whole tasks. */
const ROW_FILTERS: ReadonlySet<string> = new Set(["phase", "status", "priority", "kind"]);

const ROW_FACTS: Omit<TaskFacts<NumberedRow>, "arePlain"> = {
  numberOf: ({ number }) => number,
  ownerOf: ({ owner }) => owner,
};

/** The list where a table's rows are all that it takes: long lists are a third faster so. */
function listRows(input: CommandInput, context: CliContext): CommandResult | undefined {
  const others = tasksListCommand.options.filter(({ name }) => !ROW_FILTERS.has(name));
  const isMore = others.some(({ name }) => input.flag(name) || input.value(name) !== undefined);
  const found =
    isMore || context.format !== "table"
      ? undefined
      : readTaskRows({ cwd: projectFolderOf(context), clock: context.clock });
  if (found === undefined) return undefined;
  const filter = readFilter(input, found, 0);
  let tasks = found.rows;
  for (const field of ["status", "phase", "priority", "kind"] as const) {
    const wanted = filter[field];
    if (wanted !== undefined) tasks = withOneOf(tasks, field, wanted);
  }
  const { defaultDocument, arePlain } = found;
  const view = {
    tasks,
    total: tasks.length,
    facts: { ...ROW_FACTS, arePlain },
    others: [],
    document: defaultDocument,
  };
  return { text: () => renderTaskList(view, context) };
}

function withOneOf(
  rows: readonly NumberedRow[],
  field: "status" | "phase" | "priority" | "kind",
  wanted: string | readonly string[],
): readonly NumberedRow[] {
  const values = new Set<string | null>(typeof wanted === "string" ? [wanted] : wanted);
  return rows.filter((row) => values.has(row[field]));
}

function listOnce(input: CommandInput, context: CliContext): CommandResult {
  const stored = readContextTasks(context);
  const snapshot = input.flag("archived") ? { ...stored, tasks: stored.archived } : stored;
  const limit = parseCount(input.value("limit"), {
    option: "limit",
    fallback: Number.POSITIVE_INFINITY,
    least: 1,
  });
  const filter = readFilter(input, snapshot, context.clock.now());
  const found = sorted(queryTasks(snapshot, filter), input);
  const tasks = found.length > limit ? found.slice(0, limit) : found;
  return {
    document: envelope("TaskList", { total: found.length, tasks: numbered(tasks, stored) }),
    text: () => {
      const documents = documentsOf(stored, filter);
      return renderTaskList({ tasks, total: found.length, facts: factsIn(stored), ...documents }, context);
    },
  };
}

function sorted(tasks: readonly StoredTask[], input: CommandInput): readonly StoredTask[] {
  const wanted = input.value("sort");
  const by = SORT_KEYS.find((key: SortKey) => key === wanted) ?? "document";
  return sortTasks(tasks, { by, isDescending: input.flag("reverse") });
}

/** With the number that people see, such as `2.3`; null outside every phase. */
function numbered(tasks: readonly StoredTask[], snapshot: StoreSnapshot): readonly object[] {
  const numbers = numberTasks(snapshot);
  return tasks.map((task) => ({ ...task, number: numbers.get(task.id) ?? null }));
}
