import * as z from "zod";
import { prdTaskSchema } from "./prd-document.ts";

/** A task as `canary tasks list|show -o json` prints it. */
export const taskSchema = prdTaskSchema.extend({
  document: z.string(),
  message: z.string().optional(),
  updatedAt: z.iso.datetime(),
  evidence: z.record(z.string(), z.string()).optional(),
});

/** The TaskList that `canary tasks list -o json` prints. */
export const taskListSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("TaskList"),
  total: z.int().min(0),
  tasks: z.array(taskSchema),
});
