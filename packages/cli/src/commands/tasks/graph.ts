import { envelope } from "@canary/core";
import { describeGraph, renderDotGraph, renderMermaidGraph, renderTextGraph } from "@canary/project/tasks";
import type { GraphDescription } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command } from "../../command.ts";
import { readContextTasks } from "../../read-context-tasks.ts";
import { selectWork, WORK_OPTIONS } from "./select-work.ts";

/** `canary tasks graph`: tasks with what they depend on, the critical path and cycles marked. */
export const tasksGraphCommand: Command = {
  path: ["tasks", "graph"],
  summary: "draw which task depends on which, with the critical path",
  description:
    "As text, wave by wave; as Mermaid or DOT for drawing; as JSON or YAML. The critical path, the longest chain of unfinished tasks, is marked, and each cycle is named with its path.",
  arguments: [],
  options: WORK_OPTIONS,
  formats: ["text", "mermaid", "dot", "json", "yaml"],
  examples: ["canary tasks graph", "canary tasks graph --phase=2 -o mermaid", "canary tasks graph -o dot"],
  run: (input, context) => {
    const snapshot = readContextTasks(context);
    const graph = describeGraph(selectWork(input, snapshot));
    return { document: envelope("TaskGraph", graph), text: () => render(graph, context) };
  },
};

function render(graph: GraphDescription, { format }: CliContext): string {
  if (format === "mermaid") return renderMermaidGraph(graph);
  if (format === "dot") return renderDotGraph(graph);
  return graph.nodes.length === 0 ? "No task matches.\n" : renderTextGraph(graph);
}
