import {
  CanaryError,
  createTaskGraph,
  findCycle,
  formatDiagnostic,
  nearest,
  orderByDependencies,
} from "@canary/core";
import type { Diagnostic, PrdTask, TaskGraph } from "@canary/core";
import type { Playbook } from "../playbook/parse-playbook.ts";
import { EntryFiller } from "./entry-filler.ts";
import { narrow } from "./narrow.ts";
import type { PlanContext } from "./plan-context.ts";
import { edgesOf } from "./plan-edges.ts";
import type { Plan, PlannedTask } from "./plan.ts";
import { planManualTask, planTask } from "./plan-task.ts";
import { entriesById, entryOf, namesOf, outputsOf } from "./playbook-entries.ts";

/**
 * What a run of these tasks would do: each after its dependencies, otherwise in document order, with exact argument lists.
 * Pure. `tasks` are all tasks that are known; `context.select` chooses among them.
 * Throws CANARY_PLAN_CYCLE, CANARY_TASK_UNKNOWN, CANARY_USAGE (bounds the wrong way round), CANARY_PLAYBOOK_INVALID (two entries for a task, an address outside the
 * cluster) and CANARY_PLAYBOOK_NAME_UNKNOWN (an unknown template name), the last two with file, line and column.
 */
export function planRun(
  tasks: readonly PrdTask[],
  playbooks: readonly Playbook[],
  context: PlanContext,
): Plan {
  const graph = createTaskGraph(tasks);
  const chosen = choose(tasks, graph, context);
  refuseCycle(chosen);
  const inOrder = orderByDependencies(chosen);
  const ordered = narrow(context.direction === "undo" ? inOrder.toReversed() : inOrder, context, graph);
  const entries = entriesById(playbooks);
  const names = namesOf(entries, context);
  const edges = edgesOf(ordered, graph, context.direction ?? "run");
  const found: Diagnostic[] = [];
  const planned = ordered.map((task): PlannedTask => {
    const located = entryOf(task, entries);
    if (located === undefined) return planManualTask(task, edges(task), context);
    const filler = new EntryFiller(located.playbook, names(task.phase), found);
    return planTask(task, edges(task), { ...located, filler, context });
  });
  refuse(found);
  return {
    direction: context.direction ?? "run",
    phase: context.phase ?? null,
    environment: context.environment.name,
    projectDirectory: context.projectDirectory,
    stateDirectory: context.stateDirectory,
    outputs: outputsOf(entries, names(null), context),
    tasks: planned,
  };
}

/** The chosen tasks in document order. */
function choose(
  tasks: readonly PrdTask[],
  graph: TaskGraph<PrdTask>,
  { select }: PlanContext,
): readonly PrdTask[] {
  if (select === undefined) return tasks.filter(({ kind }) => kind === "task");
  for (const id of select) {
    if (graph.tasks.has(id)) continue;
    const candidates = nearest(id, [...graph.tasks.keys()]);
    throw new CanaryError(`There is no task "${id}"`, {
      code: "CANARY_TASK_UNKNOWN",
      hint:
        candidates.length === 0
          ? "List the tasks with canary tasks list"
          : `Nearest: ${candidates.join(", ")}`,
      details: { task: id, candidates },
    });
  }
  const wanted = new Set(select);
  return tasks.filter(({ id }) => wanted.has(id));
}

function refuseCycle(tasks: readonly PrdTask[]): void {
  const cycle = findCycle(createTaskGraph(tasks));
  if (cycle === undefined) return;
  throw new CanaryError(`The tasks depend on each other in a circle: ${cycle.join(" → ")}`, {
    code: "CANARY_PLAN_CYCLE",
    hint: "Remove one of these dependencies from the document",
    details: { cycle },
  });
}

/** One error for all findings, so that they can be mended at once. */
function refuse(found: readonly Diagnostic[]): void {
  if (found.length === 0) return;
  const isUnknownName = found.every(({ code }) => code === "playbook-name-unknown");
  throw new CanaryError(found.map(formatDiagnostic).join("\n"), {
    code: isUnknownName ? "CANARY_PLAYBOOK_NAME_UNKNOWN" : "CANARY_PLAYBOOK_INVALID",
    hint: "Correct the playbook; docs/playbooks.md lists the names that a template may use",
    details: { diagnostics: found },
  });
}
