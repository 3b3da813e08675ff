import type { PlannedTask, PlanView, Probe, ProbeState } from "@canary/project";

type Kind = ProbeState | "automatic";

const COLOURS: Readonly<Record<Kind, string>> = {
  automatic: "#cfe8ff",
  already_so: "#d5f5d5",
  would_change: "#ffe7b8",
  unknown: "#eeddff",
  manual: "#ffffff",
  skipped: "#eeeeee",
};

/** The plan as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html): tasks, dependencies, what a probe said. */
export function renderPlanMermaid({ tasks }: PlanView, probe: Probe | null): string {
  const names = new Map(tasks.map(({ id }, index) => [id, `t${index}`]));
  const states = new Map(probe?.tasks.map(({ task, state }) => [task, state]));
  const kinds = new Map(tasks.map((task) => [task.id, states.get(task.id) ?? kindOf(task)]));
  const used = new Set(kinds.values());
  return [
    "flowchart LR",
    ...tasks.map(
      (task) => `  ${names.get(task.id)}["${escape(`${task.id}: ${task.title}`)}"]:::${kinds.get(task.id)}`,
    ),
    ...tasks.flatMap(({ id, dependencies }) =>
      dependencies.map((dependency) => `  ${names.get(dependency)} --> ${names.get(id)}`),
    ),
    ...Object.entries(COLOURS)
      .filter(([kind]) => used.has(kind as Kind))
      .map(([kind, colour]) => `  classDef ${kind} fill:${colour},stroke:#555,color:#111`),
    "",
  ].join("\n");
}

function kindOf({ isManual, skippedBecause, status }: PlannedTask): Kind {
  if (skippedBecause !== null || status === "skipped") return "skipped";
  if (!isManual) return "automatic";
  return status === "completed" ? "already_so" : "manual";
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "#quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\n", " ");
}
