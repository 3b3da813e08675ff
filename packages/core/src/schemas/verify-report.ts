import * as z from "zod";
import { TASK_STATUSES } from "../task/task-status.ts";
import { evidenceSchema } from "./run-result.ts";

/** The VerifyReport that `canary verify -o json` prints. */
export const verifyReportSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("VerifyReport"),
  /** Names the folder of logs below `.canary/runs/verifications`, which is kept while something is untrue or unknown. */
  run: z.string(),
  environment: z.string(),
  summary: z.object({
    true: z.int(),
    untrue: z.int(),
    unknown: z.int(),
    noEvidence: z.int(),
  }),
  tasks: z.array(
    z.object({
      task: z.string(),
      title: z.string(),
      phase: z.string().nullable(),
      status: z.enum(TASK_STATUSES),
      state: z.enum(["true", "untrue", "no_evidence", "unknown"]),
      evidence: z.array(evidenceSchema),
      because: z.string().nullable(),
      hint: z.string().nullable(),
      log: z.string().nullable(),
      durationMs: z.number().min(0),
    }),
  ),
  /** Completed tasks of which the evidence says otherwise. */
  untrue: z.array(z.string()),
  /** With `--write-back`: the boxes that it would untick. Nothing is written. */
  boxes: z
    .array(
      z.object({
        task: z.string(),
        file: z.string(),
        line: z.int(),
        before: z.string(),
        after: z.string().nullable(),
      }),
    )
    .optional(),
});
