import { envelope } from "@canary/core";
import { explainBlockers, findTask } from "@canary/project/tasks";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { renderBlockers } from "../../output/render-blockers.ts";
import { readContextTasks } from "../../read-context-tasks.ts";
import { TASK_IDS } from "./task-arguments.ts";

/** `canary tasks why ID…`: what keeps tasks from starting, down to where somebody has to act. */
export const tasksWhyCommand: Command = {
  path: ["tasks", "why"],
  summary: "say what keeps a task from starting, down to the root",
  arguments: [TASK_IDS],
  options: [],
  formats: TABLE_JSON_YAML,
  examples: ["canary tasks why bg-promote", "canary tasks why 2.3 -o json"],
  run: (input, context) => {
    const snapshot = readContextTasks(context);
    const tasks = new Set(input.words.map((word) => findTask(snapshot, word)));
    const reports = [...tasks].map((task) => explainBlockers(snapshot, task));
    return {
      document: envelope("BlockerReport", { reports }),
      text: () => reports.map((report) => renderBlockers(report, context)).join("\n"),
    };
  },
};
