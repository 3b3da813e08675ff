import { createHash } from "node:crypto";
import { API_VERSION, CanaryError } from "@canary/core";
import { maskPlan } from "./mask-plan.ts";
import { planHash } from "./plan-hash.ts";
import type { Plan, PlannedTask } from "./plan.ts";

/** A file or folder that a plan rests on, as it was. */
export interface PlanInput {
  /** Relative to the project. */
  readonly path: string;
  readonly sha256: string;
}

/** What goes into a plan file beside the plan. */
export interface PlanFacts {
  readonly inputs: readonly PlanInput[];
  /** The cluster that was given instead of the environment's, or null. */
  readonly cluster: string | null;
  /** Median milliseconds by task, from earlier runs. */
  readonly estimates: Readonly<Record<string, number>>;
}

/** A plan as a file: what was looked at and approved is what runs. Secrets are masked in it. */
export interface PlanFile extends Plan, PlanFacts {
  readonly apiVersion: typeof API_VERSION;
  readonly kind: "Plan";
  /** Of the plan as it is, with nothing masked. */
  readonly hash: string;
  /** Of this file's content. */
  readonly checksum: string;
}

/** The text of a plan file. */
export function formatPlan(plan: Plan, facts: PlanFacts): string {
  const content = { ...maskPlan(plan), ...facts };
  const hash = planHash(plan);
  const file: PlanFile = {
    apiVersion: API_VERSION,
    kind: "Plan",
    hash,
    checksum: checksumOf(hash, content),
    ...content,
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** A plan file's text, checked. Throws CANARY_USAGE for a text that is no plan, and CANARY_PLAN_STALE for one that was changed. */
export function parsePlan(text: string, file: string): PlanFile {
  const parsed = parseJson(text) ?? {};
  const { apiVersion: _version, kind, hash, checksum, ...content } = parsed;
  if (kind !== "Plan" || hash === undefined || !Array.isArray(content.tasks) || checksum === undefined) {
    throw new CanaryError(`${file} is no plan of canary`, {
      code: "CANARY_USAGE",
      hint: "Make one with `canary plan phase infra --out plan.json`.",
      details: { file },
    });
  }
  if (checksumOf(hash, content) === checksum) return parsed as PlanFile;
  throw stale(`${file} was changed since it was made`, { file });
}

/**
 * Throws CANARY_PLAN_STALE when a plan that is made now differs from the saved one: the document, a playbook, the
 * configuration, the status of a task, or a file that it names has changed.
 */
export function refuseStalePlan(
  saved: PlanFile,
  now: { readonly plan: Plan; readonly inputs: readonly PlanInput[] },
): void {
  const before = textsOf(saved.tasks);
  const after = textsOf(maskPlan(now.plan).tasks);
  const tasks = [...new Set([...before.keys(), ...after.keys()])].filter(
    (id) => before.get(id) !== after.get(id),
  );
  const hashes = new Map(now.inputs.map(({ path, sha256 }) => [path, sha256]));
  const files = saved.inputs
    .filter(({ path, sha256 }) => hashes.get(path) !== sha256)
    .map(({ path }) => path);
  const differing = [...tasks, ...files];
  if (differing.length > 0) {
    throw stale(`The plan is stale: ${differing.join(", ")} changed since`, { tasks, files });
  }
  if (saved.hash !== planHash(now.plan)) throw stale("The plan is stale: its environment changed since", {});
}

function textsOf(tasks: readonly PlannedTask[]): ReadonlyMap<string, string> {
  return new Map(tasks.map((task) => [task.id, JSON.stringify(task)]));
}

/** Over the same text that a reader of the file gets back: what JSON leaves out does not count. */
function checksumOf(hash: string, content: object): string {
  return createHash("sha256").update(hash).update(JSON.stringify(content)).digest("hex");
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
