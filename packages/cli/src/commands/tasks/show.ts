import { createTaskGraph, envelope } from "@canary/core";
import type { Task } from "@canary/core";
import { findTask } from "@canary/project/tasks";
import type { TaskStore } from "@canary/project/tasks";
import { openContextTasks } from "../../open-context-tasks.ts";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { paintStatus, statusLabel } from "../../output/task-table.ts";

interface TaskView {
  readonly task: Task;
  readonly dependencies: readonly Task[];
  readonly dependents: readonly Task[];
  readonly history: ReturnType<TaskStore["history"]>;
}

/** `canary tasks show ID`: one task with its source line, dependencies both ways, evidence and history. */
export const tasksShowCommand: Command = {
  path: ["tasks", "show"],
  summary: "show one task: text, source, dependencies, evidence, history",
  arguments: [{ name: "id", description: "id, alias or a unique prefix of the id", isRequired: true }],
  options: [],
  formats: TABLE_JSON_YAML,
  examples: ["canary tasks show infra-cluster", "canary tasks show infra-cl -o json"],
  run: (input, context) => {
    const store = openContextTasks(context);
    const snapshot = store.read();
    const task = findTask(snapshot, input.words[0] ?? "");
    const graph = createTaskGraph(snapshot.tasks);
    const resolve = (ids: readonly string[]): readonly Task[] =>
      ids.map((id) => graph.tasks.get(id)).filter((found) => found !== undefined);
    const view: TaskView = {
      task,
      dependencies: resolve(task.dependencies),
      dependents: resolve(graph.dependents.get(task.id) ?? []),
      history: store.history(task.id),
    };
    return { document: envelope("Task", view), text: () => renderTask(view, context) };
  },
};

function renderTask(view: TaskView, context: CliContext): string {
  const { task } = view;
  const { out } = context;
  const row = (name: string, value: string): string => `  ${out.dim(name.padEnd(12))} ${value}`;
  const lines = [
    out.bold(task.title),
    row("id", [task.id, ...task.aliases].join(", ")),
    row(
      "status",
      paintStatus(out, statusLabel(task.status), task.status) +
        (task.message === undefined ? "" : ` (${task.message})`),
    ),
    row("priority", task.priority),
    row("kind", task.kind),
    row("phase", task.phase ?? "–"),
    row("section", task.section.join(" › ")),
    row("source", `${task.source.file}:${task.source.line}:${task.source.column}`),
    row("needs", view.dependencies.map((each) => `${each.id} (${each.status})`).join(", ") || "nothing"),
    row("needed by", view.dependents.map((each) => each.id).join(", ") || "nothing"),
    ...task.details.map((detail, index) => row(index === 0 ? "details" : "", detail)),
    ...renderHistory(view, context),
  ];
  return `${lines.join("\n")}\n`;
}

function renderHistory({ history }: TaskView, { out }: CliContext): readonly string[] {
  if (history.length === 0) return [];
  return [
    "",
    out.bold("History"),
    ...history.flatMap((event) => [
      `  ${out.dim(event.at)} ${event.type} ${event.before?.status ?? ""}${event.before === undefined ? "" : " → "}${event.after?.status ?? ""} ${out.dim(`by ${event.by}`)}${event.message === undefined ? "" : `: ${event.message}`}`,
      ...(event.evidence?.items ?? []).map(
        (item) =>
          `    ${out.good("evidence")} ${item.command.join(" ")} ${out.dim(`(exit ${item.exitCode}, ${event.evidence?.environment})`)}`,
      ),
    ]),
  ];
}
