import * as z from "zod";
import { TASK_STATUSES } from "../task/task-status.ts";

const apiVersion = z.literal("canary.dev/v1");
const count = z.int().min(0);

const countsSchema = z.object({
  total: count,
  pending: count,
  in_progress: count,
  completed: count,
  failed: count,
  skipped: count,
  /** Completed and skipped. */
  done: count,
  percent: z.int().min(0).max(100),
});

const phaseMeasuresSchema = z.object({
  medianDurationMs: z.number().nullable(),
  /** Completions a day, over the days from the first one to the last. */
  completedPerDay: z.number().nullable(),
  remaining: count,
  estimate: z.object({ sequentialMs: z.number(), shortestMs: z.number(), basis: z.string() }).nullable(),
});

/** The Report that `canary tasks report -o json` prints. */
export const reportSchema = z.object({
  apiVersion,
  kind: z.literal("Report"),
  phases: z.array(
    z.object({
      /** Null for what stands outside every phase. */
      id: z.string().nullable(),
      document: z.string(),
      number: z.int().nullable(),
      title: z.string(),
      tasks: countsSchema,
      criteria: countsSchema,
      measures: phaseMeasuresSchema,
    }),
  ),
  total: z.object({ tasks: countsSchema, criteria: countsSchema }),
  measures: phaseMeasuresSchema.extend({
    completedByDay: z.array(z.object({ day: z.iso.date(), completed: count })),
    durations: z.array(z.object({ id: z.string(), durationMs: z.number() })),
  }),
});

const ids = z.array(z.string());
const status = z.enum(TASK_STATUSES);

/** The SyncReport that `canary tasks sync -o json` prints. */
export const syncReportSchema = z.object({
  apiVersion,
  kind: z.literal("SyncReport"),
  documents: z.array(
    z.object({
      document: z.string(),
      file: z.string(),
      isDryRun: z.boolean(),
      tasks: z.array(
        z.object({
          /** Id in its document. */
          id: z.string(),
          line: z.int().min(1),
          store: status,
          /** What the document says now, and what it said when both were last in agreement. */
          box: status,
          parsed: status,
          result: z.enum(["box", "store", "conflict", "refused"]),
          reason: z.string().nullable(),
        }),
      ),
      merge: z.object({
        added: ids,
        changed: ids,
        moved: ids,
        removed: ids,
        restored: ids,
        unchanged: ids,
        /** Boxes that are against what the store says. */
        conflicts: z.array(
          z.object({
            id: z.string(),
            line: z.int().min(1),
            column: z.int().min(1),
            store: status,
            box: status,
          }),
        ),
      }),
    }),
  ),
});
