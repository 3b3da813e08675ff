import { createTaskGraph, envelope } from "@canary/core";
import { findAnyTask, numberTasks } from "@canary/project/tasks";
import type { StoredTask, StoreEvent } from "@canary/project/tasks";
import type { Command } from "../../command.ts";
import { openContextTasks } from "../../open-context-tasks.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { renderTask } from "../../output/render-task.ts";
import type { TaskView } from "../../output/render-task.ts";
import { sayStoreProblems } from "../../output/say-store-problems.ts";
import { TASK_IDS } from "./task-arguments.ts";

/** `canary tasks show ID…`: tasks with body, source line, dependencies both ways, evidence, last run and history. */
export const tasksShowCommand: Command = {
  path: ["tasks", "show"],
  summary: "show tasks: text, source, dependencies, evidence, last run, history",
  description: "Archived tasks are known by their exact id.",
  arguments: [TASK_IDS],
  options: [],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary tasks show infra-cluster",
    "canary tasks show 2.3",
    "canary tasks show infra-cl -o json",
  ],
  run: (input, context) => {
    const store = openContextTasks(context);
    const snapshot = sayStoreProblems(store.read(), context);
    const tasks = [...new Set(input.words.map((word) => findAnyTask(snapshot, word)))];
    const graph = createTaskGraph(snapshot.tasks);
    const numbers = numberTasks(snapshot);
    const events = store.history();
    const resolve = (ids: readonly string[]): readonly StoredTask[] =>
      ids.map((id) => graph.tasks.get(id)).filter((found) => found !== undefined);
    const views = tasks.map((task): TaskView => ({
      task: { ...task, number: numbers.get(task.id) ?? null },
      dependencies: resolve(task.dependencies),
      dependents: task.archivedAt === undefined ? resolve(graph.dependents.get(task.id) ?? []) : [],
      history: events.filter((event) => isAbout(event, task)),
    }));
    const [first] = views;
    return {
      document:
        views.length === 1 && first !== undefined
          ? envelope("Task", first)
          : envelope("Tasks", { tasks: views }),
      text: () => views.map((view) => renderTask(view, context)).join("\n"),
    };
  },
};

function isAbout(event: StoreEvent, { document, localId }: StoredTask): boolean {
  return event.task === localId && event.document === document;
}
