import * as z from "zod";
import { OUTCOMES } from "../run/outcome.ts";

export const evidenceSchema = z.object({
  environment: z.string(),
  command: z.array(z.string()),
  exitCode: z.int(),
  excerpt: z.string(),
  at: z.iso.datetime(),
});

const failureSchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  command: z.array(z.string()).nullable(),
  exitCode: z.int().nullable(),
  log: z.string().nullable(),
});

/** The RunResult that `canary run … -o json` prints. */
export const runResultSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("RunResult"),
  run: z.string(),
  phase: z.string().nullable(),
  environment: z.string(),
  success: z.boolean(),
  tasksCompleted: z.int().min(0),
  tasksFailed: z.int().min(0),
  durationMs: z.number().min(0),
  results: z.array(
    z.object({
      task: z.string(),
      title: z.string(),
      success: z.boolean(),
      outcome: z.enum(OUTCOMES),
      output: z.string(),
      error: failureSchema.nullable(),
      durationMs: z.number().min(0),
      evidence: z.array(evidenceSchema),
    }),
  ),
});
