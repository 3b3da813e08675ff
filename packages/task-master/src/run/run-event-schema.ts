import { runResultSchema } from "@canary/core/schemas";
import * as z from "zod";
import type { RunEvent } from "./run-event.ts";

const base = { at: z.iso.datetime(), run: z.string() };
const owner = { pid: z.int(), processStart: z.string().nullable() };
const step = { task: z.string(), step: z.string(), attempt: z.int().min(1) };
const text = z.string().nullable();
const signal = z.enum(["SIGINT", "SIGTERM", "SIGHUP"]);
const direction = z.enum(["run", "undo"]);
const verdict = z.object({
  kind: z.enum(["permanent", "transient", "locked", "configuration", "unknown"]),
  rule: z.string(),
  line: text,
});
const { success, tasksCompleted, tasksFailed, durationMs, phase, environment } = runResultSchema.shape;
const exitCode = z.union([z.literal([0, 1, 2, 3, 4, 5, 6, 7, 8]), z.literal([70, 129, 130, 143])]);

function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.object({ ...base, type: z.literal(type), ...shape });
}

/** A line of a run's journal. Readers ignore fields and types that they do not know. */
export const runEventSchema = z.discriminatedUnion("type", [
  event("run_started", {
    phase,
    environment,
    direction,
    plan: z.string(),
    tasks: z.array(z.string()),
    cluster: text,
    ...owner,
  }),
  event("run_resumed", owner),
  event("run_died", {}),
  event("orphan_found", {
    of: z.string(),
    tool: z.string(),
    pid: z.int(),
    action: z.enum(["awaited", "ended"]),
  }),
  event("lock_awaited", { task: z.string(), resource: z.string(), heldBy: z.string(), pid: z.int() }),
  event("task_started", {
    task: z.string(),
    title: z.string(),
    position: z.int().min(1),
    total: z.int().min(1),
  }),
  event("step_started", {
    ...step,
    name: z.string(),
    part: z.enum(["check", "run", "verify"]),
    log: z.string(),
  }),
  event("process_starting", {
    ...step,
    process: z.string(),
    tool: z.string(),
    command: z.array(z.string()),
    ownsState: z.boolean(),
  }),
  event("process_started", { process: z.string(), ...owner }),
  event("process_ended", { process: z.string(), exitCode: z.int().nullable() }),
  event("step_output", { task: z.string(), step: z.string(), text: z.string() }),
  event("step_finished", {
    ...step,
    outcome: z.enum(["passed", "failed", "timed_out", "interrupted", "waiting"]),
    changed: z.boolean(),
    exitCode: z.int().nullable(),
    durationMs,
  }),
  event("step_retried", { ...step, delayMs: z.number().min(0), verdict }),
  event("step_reused", { task: z.string(), step: z.string() }),
  event("approval_awaited", { task: z.string(), step: z.string(), message: z.string() }),
  event("step_approved", {
    task: z.string(),
    step: z.string(),
    by: z.string(),
    reason: text,
    plan: z.string(),
    expiresAt: z.iso.datetime(),
  }),
  event("task_finished", { result: runResultSchema.shape.results.element }),
  event("run_timed_out", { timeoutMs: z.number().min(0) }),
  event("run_interrupted", { signal, isRepeated: z.boolean(), waitingFor: z.array(z.string()) }),
  event("run_finished", { phase, environment, success, tasksCompleted, tasksFailed, durationMs, exitCode }),
]) satisfies z.ZodType<RunEvent>;

/** A line that `canary run -o jsonl` prints. */
export const runEventLineSchema = z
  .object({ apiVersion: z.literal("canary.dev/v1"), kind: z.literal("RunEvent") })
  .and(runEventSchema);
