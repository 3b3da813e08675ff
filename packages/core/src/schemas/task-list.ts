import * as z from "zod";
import { prdTaskSchema } from "./prd-document.ts";
import { TASK_STATUSES } from "../task/task-status.ts";

const claimSchema = z.object({ by: z.string(), until: z.iso.datetime() });

/** A task as every verb prints it. */
export const taskSchema = prdTaskSchema.extend({
  document: z.string(),
  /** Its id in its document; `id` is `document:id` where another document has the same one. */
  localId: z.string(),
  /** Such as `2.3`: the third task of phase 2; null outside every phase. In lists, exports and of a task that is shown. */
  number: z.string().nullable().optional(),
  message: z.string().optional(),
  owner: z.string().optional(),
  note: z.string().optional(),
  claim: claimSchema.optional(),
  endedClaim: claimSchema.optional(),
  /** The last try by a run. */
  run: z.object({ id: z.string(), attempt: z.int().min(1), status: z.enum(TASK_STATUSES) }).optional(),
  /** The status that its document gave when it was last parsed. */
  box: z.enum(TASK_STATUSES),
  updatedAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().optional(),
  /** Ids of the events that hold its latest evidence, by environment. */
  evidence: z.record(z.string(), z.string()).optional(),
  /** Id of the last event about it. */
  event: z.string(),
});

/** The TaskList that `canary tasks list|next -o json` prints. */
export const taskListSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("TaskList"),
  /** How many match; `tasks` may be fewer with `--limit`. */
  total: z.int().min(0),
  tasks: z.array(taskSchema),
});
