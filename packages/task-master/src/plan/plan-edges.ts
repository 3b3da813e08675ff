import { openDependencies } from "@canary/core";
import type { PrdTask, TaskGraph } from "@canary/core";
import type { TaskEdges } from "./plan-task.ts";

/** For each chosen task: what must go before it inside the plan, and what is open outside of it. */
export function edgesOf(
  chosen: readonly PrdTask[],
  graph: TaskGraph<PrdTask>,
  direction: "run" | "undo",
): (task: PrdTask) => TaskEdges {
  const inside = new Set(chosen.map(({ id }) => id));
  if (direction === "undo") {
    return ({ id }) => ({
      dependencies: (graph.dependents.get(id) ?? []).filter((dependent) => inside.has(dependent)),
      openOutside: [],
    });
  }
  return (task) => ({
    dependencies: task.dependencies.filter((id) => inside.has(id)),
    openOutside: openDependencies(graph, task)
      .map(({ id }) => id)
      .filter((id) => !inside.has(id)),
  });
}
