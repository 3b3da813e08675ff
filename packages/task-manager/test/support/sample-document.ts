import type { Phase, PrdDocument, PrdTask } from "@canary/core";
import type { Reconcile } from "../../src/index.ts";

/** A task of a sample document; what is left out has a plain default. */
export type SampleTask = Partial<PrdTask> & { readonly id: string };

/** A document of these tasks in their order, one a line from line 10. */
export function sampleDocument(tasks: readonly SampleTask[], file = "PRD.md"): PrdDocument {
  const phases: readonly Phase[] = [
    {
      id: "infra",
      number: 1,
      title: "Infrastructure",
      priority: "high",
      source: { file, line: 1, column: 1, offset: 0 },
    },
    {
      id: "docs",
      number: 2,
      title: "Documentation",
      priority: null,
      source: { file, line: 2, column: 1, offset: 20 },
    },
  ];
  return {
    metadata: {
      title: "Sample",
      project: null,
      document: null,
      version: null,
      date: null,
      status: null,
      owners: [],
    },
    phases,
    tasks: tasks.map((task, index) => sampleTask(task, index, file)),
    requirements: [],
    diagnostics: [],
    statistics: {
      checkboxes: { total: tasks.length, completed: 0 },
      phases: 2,
      tasks: tasks.length,
      criteria: 0,
      fragments: 0,
    },
  };
}

function sampleTask(task: SampleTask, index: number, file: string): PrdTask {
  return {
    aliases: [],
    title: `Do ${task.id}`,
    kind: "task",
    phase: "infra",
    section: ["Infrastructure"],
    priority: "medium",
    status: "pending",
    dependencies: [],
    details: [],
    source: { file, line: 10 + index, column: 1, offset: 100 + 20 * index },
    ...task,
  };
}

/** Finds tasks again by their id alone. */
export const reconcileById: Reconcile = (previous, next) => {
  const known = new Set(previous.map(({ id }) => id));
  const present = new Set(next.map(({ id }) => id));
  return {
    tasks: next,
    matches: next.map(({ id }) => ({ id, how: known.has(id) ? "id" : "new" })),
    removed: [...known].filter((id) => !present.has(id)),
  };
};
