import * as z from "zod";
import { OUTCOMES } from "../run/outcome.ts";

const gate = z.object({ task: z.string(), step: z.string(), message: z.string() });

const run = z.object({
  run: z.string(),
  /** `died`: its process ended without a word; the next run or `--resume` sees to what it left behind. */
  status: z.enum(["running", "done", "failed", "waiting", "interrupted", "died"]),
  phase: z.string().nullable(),
  environment: z.string().nullable(),
  direction: z.enum(["run", "undo"]).nullable(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  durationMs: z.number().min(0).nullable(),
  exitCode: z.int().nullable(),
  tasks: z.int().min(0),
  /** How many tasks ended how; outcomes that did not occur are left out. */
  outcomes: z.partialRecord(z.enum(OUTCOMES), z.int().min(1)),
  waitingFor: z.array(gate),
});

/** The RunList that `canary runs list -o json` prints; the latest run is the first. */
export const runListSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("RunList"),
  runs: z.array(run),
});

const attempt = z.object({
  step: z.string(),
  name: z.string(),
  attempt: z.int().min(1),
  /** Null while it runs, or when canary died meanwhile. */
  outcome: z.enum(["passed", "failed", "timed_out", "interrupted", "waiting"]).nullable(),
  exitCode: z.int().nullable(),
  durationMs: z.number().min(0).nullable(),
  /** Absolute path. */
  log: z.string(),
});

/** The Run that `canary runs show -o json` prints. */
export const runSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("Run"),
  ...run.shape,
  /** Absolute path of its folder. */
  directory: z.string(),
  results: z.array(
    z.object({
      task: z.string(),
      title: z.string().nullable(),
      outcome: z.enum(OUTCOMES).nullable(),
      message: z.string().nullable(),
      durationMs: z.number().min(0).nullable(),
      attempts: z.array(attempt),
    }),
  ),
  approvals: z.array(
    z.object({
      task: z.string(),
      step: z.string(),
      by: z.string(),
      reason: z.string().nullable(),
      expiresAt: z.iso.datetime(),
    }),
  ),
});

/** The Approval that `canary approve -o json` prints. */
export const approvalSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("Approval"),
  run: z.string(),
  ...gate.shape,
  by: z.string(),
  reason: z.string().nullable(),
  expiresAt: z.iso.datetime(),
});
