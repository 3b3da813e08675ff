import type { TaskStatus } from "@canary/core";
import { planWaves } from "./plan-waves.ts";
import type { GraphDescription } from "./describe-graph.ts";
import type { StoredTask } from "../snapshot/store-snapshot.ts";

const SIGNS: Readonly<Record<TaskStatus, string>> = {
  pending: "[ ]",
  in_progress: "[~]",
  completed: "[x]",
  failed: "[!]",
  skipped: "[-]",
};

const COLOURS: Readonly<Record<TaskStatus, string>> = {
  pending: "#ffffff",
  in_progress: "#cfe8ff",
  completed: "#d5f5d5",
  failed: "#ffd6d6",
  skipped: "#eeeeee",
};

/** The graph as lines of text: wave by wave, each task with what it needs; `*` marks the critical path. */
export function renderTextGraph(graph: GraphDescription): string {
  const critical = new Set(graph.criticalPath);
  const known = new Set(graph.nodes.map(({ id }) => id));
  const line = (task: StoredTask): string => {
    const needs = task.dependencies.filter((id) => known.has(id));
    const arrow = needs.length === 0 ? "" : ` <- ${needs.join(", ")}`;
    return `  ${critical.has(task.id) ? "*" : " "} ${SIGNS[task.status]} ${task.id}${arrow}`;
  };
  const { waves, stuck } = planWaves(graph.nodes);
  const planned = new Set([...waves.flat(), ...stuck].map(({ id }) => id));
  const section = (title: string, tasks: readonly StoredTask[]): readonly string[] =>
    tasks.length === 0 ? [] : [title, ...tasks.map((task) => line(task))];
  return [
    ...section(
      "done",
      graph.nodes.filter(({ id }) => !planned.has(id)),
    ),
    ...waves.flatMap((wave, index) => section(`wave ${index + 1}`, wave)),
    ...section("never, because of a cycle", stuck),
    ...(graph.criticalPath.length > 1 ? [`critical path: ${graph.criticalPath.join(" -> ")}`] : []),
    ...graph.cycles.map((cycle) => `cycle: ${cycle.join(" -> ")}`),
    "",
  ].join("\n");
}

/** The graph as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html). */
export function renderMermaidGraph(graph: GraphDescription): string {
  const names = new Map(graph.nodes.map(({ id }, index) => [id, `t${index}`]));
  const critical = graph.edges.flatMap(({ isCritical }, index) => (isCritical ? [index] : []));
  return [
    "flowchart LR",
    ...graph.nodes.map(
      (task) => `  ${names.get(task.id)}["${escapeMermaid(labelOf(task))}"]:::${task.status}`,
    ),
    ...graph.edges.map(({ from, to }) => `  ${names.get(from)} --> ${names.get(to)}`),
    ...Object.entries(COLOURS).map(
      ([status, colour]) => `  classDef ${status} fill:${colour},stroke:#555,color:#111`,
    ),
    ...(critical.length === 0 ? [] : [`  linkStyle ${critical.join(",")} stroke:#d33,stroke-width:3px`]),
    "",
  ].join("\n");
}

/** The graph in the DOT language (https://graphviz.org/doc/info/lang.html). */
export function renderDotGraph(graph: GraphDescription): string {
  const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
  return [
    "digraph tasks {",
    "  rankdir=LR; node [shape=box, style=filled];",
    ...graph.nodes.map(
      (task) => `  ${quote(task.id)} [label=${quote(labelOf(task))}, fillcolor="${COLOURS[task.status]}"];`,
    ),
    ...graph.edges.map(
      ({ from, to, isCritical }) =>
        `  ${quote(from)} -> ${quote(to)}${isCritical ? " [color=red, penwidth=2]" : ""};`,
    ),
    "}",
    "",
  ].join("\n");
}

function labelOf({ id, title }: StoredTask): string {
  return title === id ? id : `${id}: ${title}`;
}

function escapeMermaid(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
