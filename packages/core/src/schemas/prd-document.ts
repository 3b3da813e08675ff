import * as z from "zod";
import { diagnosticSchema } from "./diagnostic.ts";
import { PRIORITIES } from "../task/priority.ts";
import { TASK_KINDS } from "../task/task.ts";
import { TASK_STATUSES } from "../task/task-status.ts";

const sourceSchema = z.object({
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  offset: z.int().min(0),
});

const phaseSchema = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  priority: z.enum(PRIORITIES).nullable(),
  source: sourceSchema,
});

export const prdTaskSchema = z.object({
  id: z.string().min(1),
  aliases: z.array(z.string()),
  title: z.string(),
  kind: z.enum(TASK_KINDS),
  phase: z.string().nullable(),
  section: z.array(z.string()),
  priority: z.enum(PRIORITIES),
  status: z.enum(TASK_STATUSES),
  dependencies: z.array(z.string()),
  details: z.array(z.string()),
  attributes: z.record(z.string(), z.array(z.string())).optional(),
  source: sourceSchema,
});

const text = z.string().nullable();

/** The PrdDocument that `canary parse -o json` prints. */
export const prdDocumentSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("PrdDocument"),
  metadata: z.object({
    title: text,
    project: text,
    document: text,
    version: text,
    date: text,
    status: text,
    owners: z.array(z.string()),
  }),
  phases: z.array(phaseSchema),
  tasks: z.array(prdTaskSchema),
  requirements: z.array(z.object({ id: z.string(), text: z.string(), source: sourceSchema })),
  diagnostics: z.array(diagnosticSchema),
  statistics: z.object({
    checkboxes: z.object({ total: z.int(), completed: z.int() }),
    phases: z.int(),
    tasks: z.int(),
    criteria: z.int(),
    fragments: z.int(),
  }),
});

/** The PrdDocumentList that `canary parse A.md B.md -o json` prints. */
export const prdDocumentListSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("PrdDocumentList"),
  documents: z.array(prdDocumentSchema.omit({ apiVersion: true, kind: true })),
});
