import * as z from "zod";
import { TASK_STATUSES } from "../task/task-status.ts";

/** Whole, or in parts of which some are known later: an output of a task, a secret, or what needs a program. */
const textSchema = z.union([
  z.string(),
  z.array(
    z.union([
      z.string(),
      z.strictObject({ task: z.string(), output: z.string() }),
      z.strictObject({ secret: z.string() }),
      z.strictObject({ name: z.string(), needs: z.string() }),
    ]),
  ),
]);
const textsSchema = z.record(z.string(), textSchema);
const rootSchema = z.object({ directory: z.string(), dataDirectory: z.string(), statePath: z.string() });
const comparisons = {
  exitCode: z.int().optional(),
  contains: textSchema.optional(),
  equals: textSchema.optional(),
  matches: z.string().optional(),
};
const expectationSchema = z.object({ ...comparisons, changed: z.object(comparisons).optional() }).nullable();

const readActions = [
  z.object({
    kind: z.enum(["command", "kubectl", "helm", "argocd"]),
    argv: z.array(textSchema),
    expect: expectationSchema,
  }),
  z.object({
    kind: z.literal("http"),
    url: textSchema,
    headers: textsSchema,
    status: z.int().nullable(),
    contains: textSchema.nullable(),
  }),
] as const;

const stepFields = {
  /** `check-1`, `run-2` …: unique in its task. */
  id: z.string(),
  part: z.enum(["check", "run", "verify"]),
  name: z.string(),
  timeoutMs: z.number(),
  retry: z.object({
    attempts: z.int(),
    delayMs: z.number(),
    maxDelayMs: z.number(),
    totalMs: z.number(),
  }),
  changes: z.enum(["auto", "never"]),
};

const stepSchema = z.object({
  ...stepFields,
  action: z.discriminatedUnion("kind", [
    ...readActions,
    z.object({
      kind: z.literal("terraform"),
      command: z.enum(["apply", "destroy", "plan"]),
      root: rootSchema,
      arguments: z.array(textSchema),
      secretVariables: textsSchema,
      lockTimeoutMs: z.number().min(1),
    }),
    z.object({
      kind: z.literal("wait"),
      intervalMs: z.number(),
      for: z.object({ ...stepFields, action: z.discriminatedUnion("kind", readActions) }),
    }),
    z.object({ kind: z.literal("approve"), message: z.string() }),
  ]),
});

const taskSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(TASK_STATUSES),
  /** Tasks of this plan that must succeed first. */
  dependencies: z.array(z.string()),
  /** Open dependencies that the plan does not contain: with one, the task is blocked. */
  openOutside: z.array(z.string()),
  isManual: z.boolean(),
  details: z.array(z.string()),
  skippedBecause: z.string().nullable(),
  /** What it locks. */
  resources: z.array(z.string()),
  needs: z.array(z.string()),
  environment: textsSchema,
  timeoutMs: z.number().nullable(),
  check: z.array(stepSchema),
  run: z.array(stepSchema),
  verify: z.array(stepSchema),
});

/** The Plan that `canary plan -o json` prints, and that `canary plan --out` writes. */
export const planSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("Plan"),
  /** SHA-256 of everything that the plan would do, with nothing masked. */
  hash: z.string(),
  direction: z.enum(["run", "undo"]),
  phase: z.string().nullable(),
  environment: z.string(),
  projectDirectory: z.string(),
  stateDirectory: z.string(),
  outputs: z.record(z.string(), z.array(rootSchema)),
  tasks: z.array(taskSchema),
  /** Median milliseconds of earlier runs, by task. */
  estimates: z.record(z.string(), z.number()),
  /** What the checks said, with `--probe`. */
  probe: z
    .array(
      z.object({
        task: z.string(),
        title: z.string(),
        state: z.enum(["already_so", "would_change", "unknown", "manual", "skipped"]),
        because: z.string(),
      }),
    )
    .optional(),
  /** In a file: hashes of what it rests on, by path in the project. */
  inputs: z.array(z.object({ path: z.string(), sha256: z.string() })).optional(),
  /** In a file: the cluster that was given instead of the environment's. */
  cluster: z.string().nullable().optional(),
  /** In a file: SHA-256 of its content. */
  checksum: z.string().optional(),
});
