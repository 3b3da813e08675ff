import type { PrdTask } from "@canary/core";
import type { PlaybookEntry } from "../playbook/playbook-schema.ts";
import type { Step } from "../playbook/step-schema.ts";
import { brokenCondition } from "./broken-condition.ts";
import type { EntryFiller } from "./entry-filler.ts";
import type { PlanContext } from "./plan-context.ts";
import type { PlannedStep, PlannedTask, StepPart } from "./plan.ts";
import { planStep } from "./plan-step.ts";

/** A task's place in the graph of the plan. */
export interface TaskEdges {
  readonly dependencies: readonly string[];
  readonly openOutside: readonly string[];
}

/** The entry that a task has in a playbook. */
export interface TaskEntry {
  /** Key of the entry: the task's id or one of its aliases. */
  readonly key: string;
  readonly entry: PlaybookEntry;
  readonly filler: EntryFiller;
}

const NONE: readonly never[] = [];
const EMPTY = {};

/** A task without an entry: done by a person. */
export function planManualTask(task: PrdTask, edges: TaskEdges, context: PlanContext): PlannedTask {
  // Each field by itself: with ten thousand tasks, spreading objects into each other is what planning spends its time on.
  return {
    id: task.id,
    title: task.title,
    status: task.status,
    details: task.details,
    dependencies: edges.dependencies,
    openOutside: edges.openOutside,
    isManual: true,
    skippedBecause:
      context.direction === "undo"
        ? (neverBegun(task, context) ?? "a person did it, and has to undo it")
        : null,
    resources: NONE,
    needs: NONE,
    environment: EMPTY,
    timeoutMs: null,
    check: NONE,
    run: NONE,
    verify: NONE,
  };
}

/** A task with the steps of its entry, filled for this context. */
export function planTask(
  task: PrdTask,
  edges: TaskEdges,
  { key, entry, filler, context }: TaskEntry & { readonly context: PlanContext },
): PlannedTask {
  const steps = (part: StepPart, from: "check" | "run" | "verify" | "undo"): readonly PlannedStep[] =>
    entry[from].flatMap((step: Step, index) => {
      const path = ["tasks", key, from, index];
      if (brokenCondition(step.when ?? [], [...path, "when"], filler) !== null) return [];
      const id = `${from}-${index + 1}`;
      const { timeout: timeoutMs, retry } = entry;
      return [planStep(step, { part, path, id, timeoutMs, retry, context, filler })];
    });
  const isUndo = context.direction === "undo";
  const check = isUndo ? [] : steps("check", "check");
  const run = isUndo ? steps("run", "undo") : steps("run", "run");
  const verify = isUndo ? [] : steps("verify", "verify");
  const environment = filler.fillValues(entry.env, ["tasks", key, "env"]);
  const noUndo = run.length === 0 ? "its playbook entry has no undo" : neverBegun(task, context);
  const nothing = isUndo ? noUndo : withoutEvidence(entry, { run, verify });
  return {
    ...commonOf(task, edges),
    isManual: false,
    skippedBecause: brokenCondition(entry.when, ["tasks", key, "when"], filler) ?? nothing,
    resources: [...entry.resources, ...rootsOf(check), ...rootsOf(run)],
    needs: [...new Set([...entry.needs, ...filler.missing])],
    environment,
    timeoutMs: entry.timeout ?? null,
    check,
    run,
    verify,
  };
}

/** Conditions of steps must not turn an entry with evidence into one without. */
function withoutEvidence(
  entry: PlaybookEntry,
  { run, verify }: Pick<PlannedTask, "run" | "verify">,
): string | null {
  if (entry.verify.length > 0 && verify.length === 0)
    return "no verify step of its playbook entry is for here";
  return run.length + verify.length === 0 ? "no step of its playbook entry is for here" : null;
}

/** Why there is nothing to undo, or null; a status that tells about another environment says nothing of it. */
function neverBegun({ id, status }: PrdTask, { environment, interrupted }: PlanContext): string | null {
  if (environment.decidesStatus === false || interrupted?.has(id) === true) return null;
  return status === "pending" || status === "skipped" ? `it is ${status}: nothing of it is there` : null;
}

/** A terraform root is a resource of its own: one process at a time. */
function rootsOf(steps: readonly PlannedStep[]): readonly string[] {
  return steps.flatMap(({ action }) =>
    action.kind === "terraform" ? [`terraform:${action.root.statePath}`] : [],
  );
}

function commonOf(
  task: PrdTask,
  edges: TaskEdges,
): Pick<PlannedTask, "id" | "title" | "status" | "details" | "dependencies" | "openOutside"> {
  return { id: task.id, title: task.title, status: task.status, details: task.details, ...edges };
}
