import { API_VERSION, CanaryError } from "@canary/core";
import { planHash } from "./plan-hash.ts";
import type { Plan } from "./plan.ts";

/** A plan as a file: what was approved is what runs. */
export interface PlanFile extends Plan {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: "Plan";
  readonly hash: string;
}

/** The text of a plan file: JSON with the hash of everything that it would do. */
export function formatPlan(plan: Plan): string {
  const file: PlanFile = { apiVersion: API_VERSION, kind: "Plan", hash: planHash(plan), ...plan };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** The plan of a file's text. Throws CANARY_USAGE for a text that is no plan, and CANARY_PLAN_STALE for one that was changed. */
export function parsePlan(text: string, file: string): Plan {
  const { apiVersion: _version, kind, hash, ...plan } = parseJson(text) ?? {};
  if (kind !== "Plan" || hash === undefined || !Array.isArray(plan.tasks)) {
    throw new CanaryError(`${file} is no plan of canary`, {
      code: "CANARY_USAGE",
      hint: "Make the plan again",
      details: { file },
    });
  }
  if (planHash(plan as Plan) === hash) return plan as Plan;
  throw stale(`${file} was changed since it was made`, { file });
}

/**
 * Throws CANARY_PLAN_STALE when a plan that is made now differs from the saved one: the document, a playbook, the
 * configuration or the status of a task has changed.
 */
export function refuseStalePlan(saved: Plan, now: Plan): void {
  const before = new Map(saved.tasks.map((task) => [task.id, JSON.stringify(task)]));
  const after = new Map(now.tasks.map((task) => [task.id, JSON.stringify(task)]));
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (id) => before.get(id) !== after.get(id),
  );
  if (differing.length > 0)
    throw stale(`The plan is stale: ${differing.join(", ")} changed since`, { tasks: differing });
  if (planHash(saved) !== planHash(now)) throw stale("The plan is stale: its environment changed since", {});
}

function stale(message: string, details: Readonly<Record<string, unknown>>): CanaryError {
  return new CanaryError(message, {
    code: "CANARY_PLAN_STALE",
    hint: "Make the plan again and have it approved",
    details,
  });
}

function parseJson(text: string): Partial<PlanFile> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
