import * as z from "zod";
import { EVENT_TYPES } from "../task/event-type.ts";
import { evidenceSchema } from "./run-result.ts";

/** What happened to a task or a document: a line of events.ndjson. */
export const storeEventSchema = z.object({
  /** ULID; sorts by time. */
  id: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  type: z.enum(EVENT_TYPES),
  document: z.string(),
  /** Id of the task in its document; null where the event is about the document. */
  task: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).optional(),
  after: z.record(z.string(), z.unknown()).optional(),
  /** Id of the event before it about the same task or document. */
  previous: z.string().nullable(),
  message: z.string().optional(),
  run: z.string().optional(),
  attempt: z.int().optional(),
  evidence: z.object({ environment: z.string(), items: z.array(evidenceSchema) }).optional(),
  isForced: z.literal(true).optional(),
  /** Id of the event that this one takes back. */
  undoes: z.string().optional(),
  /** Changes that were made as one: the id of the first, the place among them from 1, and how many. */
  group: z.string().optional(),
  nth: z.int().optional(),
  of: z.int().optional(),
});

/** A TaskEvent of `canary tasks history -o jsonl`. */
export const taskEventSchema = storeEventSchema.extend({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("TaskEvent"),
});

/** The TaskHistory that `canary tasks history -o json` prints, oldest first. */
export const taskHistorySchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("TaskHistory"),
  /** How many there are; `events` may be only the last of them. */
  total: z.int().min(0),
  events: z.array(storeEventSchema),
});
