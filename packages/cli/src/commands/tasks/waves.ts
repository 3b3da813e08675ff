import { envelope } from "@canary/core";
import { planWaves } from "@canary/project/tasks";
import type { StoredTask, WavePlan } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { paintStatus, statusLabel } from "../../output/task-table.ts";
import { readContextTasks } from "../../read-context-tasks.ts";
import { selectWork, WORK_OPTIONS } from "./select-work.ts";

/** `canary tasks waves`: what can be done side by side, and in which order. */
export const tasksWavesCommand: Command = {
  path: ["tasks", "waves"],
  summary: "what can be done side by side, wave after wave",
  description:
    "Unfinished tasks in waves: all of a wave can be done at the same time, once the waves before are done. What lies outside the selection counts as done.",
  arguments: [],
  options: WORK_OPTIONS,
  formats: TABLE_JSON_YAML,
  examples: ["canary tasks waves", "canary tasks waves --phase=2 -o json"],
  run: (input, context) => {
    const snapshot = readContextTasks(context);
    const plan = planWaves(selectWork(input, snapshot));
    return { document: envelope("WavePlan", plan), text: () => renderWaves(plan, context) };
  },
};

function renderWaves({ waves, stuck }: WavePlan, { out }: CliContext): string {
  const line = (task: StoredTask): string =>
    `  ${paintStatus(out, statusLabel(task.status), task.status)} ${out.accent(task.id)} ${task.title}\n`;
  const section = (title: string, tasks: readonly StoredTask[]): string =>
    `${out.bold(title)} ${out.dim(`(${tasks.length} ${tasks.length === 1 ? "task" : "tasks"})`)}\n${tasks.map((task) => line(task)).join("")}`;
  const parts = [
    ...waves.map((wave, index) => section(`Wave ${index + 1}`, wave)),
    ...(stuck.length === 0 ? [] : [section("Never, because of a cycle", stuck)]),
  ];
  return parts.length === 0 ? "Every task is done.\n" : parts.join("\n");
}
