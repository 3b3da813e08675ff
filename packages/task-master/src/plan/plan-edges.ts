import { openDependencies } from "@canary/core";
import type { PrdTask, TaskGraph } from "@canary/core";
import type { TaskEdges } from "./plan-task.ts";

/**
 * For each chosen task: what must go before it inside the plan, and what is open outside of it. Walking back, what is
 * built on a task goes before it, and is open while it is completed.
 */
export function edgesOf(
  chosen: readonly PrdTask[],
  graph: TaskGraph<PrdTask>,
  direction: "run" | "undo",
): (task: PrdTask) => TaskEdges {
  const inside = new Set(chosen.map(({ id }) => id));
  if (direction === "undo") {
    return ({ id }) => {
      const dependents = graph.dependents.get(id) ?? [];
      return {
        dependencies: dependents.filter((dependent) => inside.has(dependent)),
        openOutside: dependents.filter(
          (dependent) => !inside.has(dependent) && graph.tasks.get(dependent)?.status === "completed",
        ),
      };
    };
  }
  return (task) => ({
    dependencies: task.dependencies.filter((id) => inside.has(id)),
    openOutside: openDependencies(graph, task)
      .map(({ id }) => id)
      .filter((id) => !inside.has(id)),
  });
}
