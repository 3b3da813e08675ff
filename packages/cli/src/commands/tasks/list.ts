import {
  envelope,
  parsePriority,
  parseTaskStatus,
  PRIORITIES,
  TASK_KINDS,
  TASK_STATUSES,
} from "@canary/core";
import type { Priority, TaskKind, TaskStatus } from "@canary/core";
import { findPhase, queryTasks, readTaskRows, readTasks } from "@canary/project/tasks";
import { projectFolderOf } from "../../project-folder.ts";
import type { StoreSnapshot, TaskFilter, TaskRow } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { parseChoices } from "../../dispatch/parse-choices.ts";
import { renderTaskTable } from "../../output/task-table.ts";

/** `canary tasks list`: the tasks that match, in document order. */
export const tasksListCommand: Command = {
  path: ["tasks", "list"],
  summary: "list tasks, in the order of their documents",
  arguments: [],
  options: [
    { name: "phase", value: "PHASE", description: "of this phase: its number, id, or a prefix of the id" },
    {
      name: "status",
      value: "STATUS",
      description: `with one of these statuses (${TASK_STATUSES.join(", ")})`,
      isList: true,
    },
    {
      name: "priority",
      value: "PRIORITY",
      description: `with one of these priorities (${PRIORITIES.join(", ")})`,
      isList: true,
    },
    {
      name: "kind",
      value: "KIND",
      description: "of one of these kinds; task is the default",
      choices: [...TASK_KINDS, "all"],
      isList: true,
    },
    { name: "ready", description: "that could start now" },
    { name: "blocked", description: "that wait for another" },
    { name: "document", value: "ID", description: "of this document" },
  ],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary tasks list --phase=2",
    "canary tasks list --phase=infra --status=pending",
    "canary tasks list --ready -o json",
  ],
  run: (input, context) => {
    const listed = context.format === "table" ? listRows(input, context) : undefined;
    if (listed !== undefined) return { text: () => listed };
    const snapshot = readTasks({ cwd: projectFolderOf(context), clock: context.clock });
    const tasks = queryTasks(snapshot, readFilter(input, snapshot));
    return {
      document: envelope("TaskList", { total: tasks.length, tasks }),
      text: () => renderList(tasks, snapshot, context),
    };
  },
};

/** What the rows of a table can be chosen by; anything else needs whole tasks. */
const ROW_FILTERS: ReadonlySet<string> = new Set(["phase", "status", "priority", "kind"]);

/** The list where a table's rows are all that it takes: long lists are a third faster so. */
function listRows(input: CommandInput, context: CliContext): string | undefined {
  const others = tasksListCommand.options.filter(({ name }) => !ROW_FILTERS.has(name));
  if (others.some(({ name }) => input.flag(name) || input.value(name) !== undefined)) return undefined;
  const found = readTaskRows(projectFolderOf(context));
  if (found === undefined) return undefined;
  const filter = readFilter(input, found);
  const fits = (["status", "phase", "priority", "kind"] as const).map((field) =>
    fitsOne(field, filter[field]),
  );
  return renderList(
    found.rows.filter((row) => fits.every((fit) => fit(row))),
    found,
    context,
  );
}

function fitsOne(
  field: "status" | "phase" | "priority" | "kind",
  wanted: string | readonly string[] | undefined,
): (row: TaskRow) => boolean {
  if (wanted === undefined) return () => true;
  const values = new Set<unknown>(typeof wanted === "string" ? [wanted] : wanted);
  return (row) => values.has(row[field]);
}

function readFilter(
  input: CommandInput,
  snapshot: Pick<StoreSnapshot, "phases" | "defaultDocument">,
): TaskFilter {
  const phase = input.value("phase");
  const document = input.value("document");
  const kinds = input.values("kind");
  const status = parseChoices<TaskStatus>(input.values("status"), {
    name: "status",
    parse: parseTaskStatus,
    known: TASK_STATUSES,
  });
  const priority = parseChoices<Priority>(input.values("priority"), {
    name: "priority",
    parse: parsePriority,
    known: PRIORITIES,
  });
  return {
    ...(phase === undefined ? {} : { phase: findPhase(snapshot, phase).id }),
    ...(document === undefined ? {} : { document }),
    ...(status.length === 0 ? {} : { status }),
    ...(priority.length === 0 ? {} : { priority }),
    kind: kinds.includes("all")
      ? TASK_KINDS
      : TASK_KINDS.filter((kind: TaskKind) => (kinds.length === 0 ? kind === "task" : kinds.includes(kind))),
    ...(input.flag("ready") ? { ready: true } : {}),
    ...(input.flag("blocked") ? { blocked: true } : {}),
  };
}

function renderList(
  tasks: readonly TaskRow[],
  snapshot: Pick<StoreSnapshot, "phases">,
  context: CliContext,
): string {
  if (tasks.length === 0) return "No task matches.\n";
  const done = tasks.filter((task) => task.status === "completed").length;
  const table = renderTaskTable(tasks, snapshot, context);
  return `${table}\n${context.out.dim(`${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}, ${done} completed`)}\n`;
}
