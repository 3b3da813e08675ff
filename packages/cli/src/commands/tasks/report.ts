import { envelope } from "@canary/core";
import { reportMeasured } from "@canary/project/tasks";
import type { Command } from "../../command.ts";
import { openContextTasks } from "../../open-context-tasks.ts";
import { renderMarkdownReport } from "../../output/render-markdown-report.ts";
import { renderReport } from "../../output/render-report.ts";
import { sayStoreProblems } from "../../output/say-store-problems.ts";
import { documentOption } from "./document-option.ts";

/** `canary tasks report`: progress of each phase, how fast it went, and what that says about the rest. */
export const tasksReportCommand: Command = {
  path: ["tasks", "report"],
  summary: "progress of each phase, throughput, durations, an estimate",
  description:
    "Counts of tasks and criteria for each phase; completions a day; how long tasks took from start to completion; and an estimate of the rest with what it rests on.",
  arguments: [],
  options: [{ name: "document", value: "ID", description: "of this document; all for every one" }],
  formats: ["table", "json", "yaml", "markdown"],
  examples: ["canary tasks report", "canary tasks report -o json", "canary tasks report -o markdown"],
  run: (input, context) => {
    const store = openContextTasks(context);
    const document = documentOption(input);
    const snapshot = sayStoreProblems(store.read(), context);
    const report = reportMeasured(snapshot, store.history(), document === undefined ? {} : { document });
    return {
      document: envelope("Report", report),
      text: () =>
        context.format === "markdown" ? renderMarkdownReport(report) : renderReport(report, context),
    };
  },
};
