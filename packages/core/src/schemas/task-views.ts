import * as z from "zod";
import { TASK_STATUSES } from "../task/task-status.ts";
import { storeEventSchema } from "./task-event.ts";
import { taskSchema } from "./task-list.ts";

const apiVersion = z.literal("canary.dev/v1");

const viewSchema = z.object({
  task: taskSchema,
  dependencies: z.array(taskSchema),
  dependents: z.array(taskSchema),
  history: z.array(storeEventSchema),
});

/** The Task that `canary tasks show ID -o json` prints. */
export const taskViewSchema = viewSchema.extend({ apiVersion, kind: z.literal("Task") });

/** The Tasks that `canary tasks show` prints for several ids. */
export const taskViewsSchema = z.object({
  apiVersion,
  kind: z.literal("Tasks"),
  tasks: z.array(viewSchema),
});

/** The NextTasks that `canary tasks next --explain -o json` prints. */
export const nextTasksSchema = z.object({
  apiVersion,
  kind: z.literal("NextTasks"),
  total: z.int().min(0),
  tasks: z.array(
    z.object({
      task: taskSchema,
      /** Unfinished tasks in the longest chain that begins with it. */
      chainLength: z.int().min(1),
      /** What puts it behind the one before it; null for the first. */
      decidedBy: z.enum(["chain", "priority", "order"]).nullable(),
    }),
  ),
});

/** The BlockerReport that `canary tasks why -o json` prints. */
export const blockerReportSchema = z.object({
  apiVersion,
  kind: z.literal("BlockerReport"),
  reports: z.array(
    z.object({
      task: taskSchema,
      state: z.enum(["done", "ready", "claimed", "in_progress", "failed", "blocked"]),
      blockers: z.array(
        z.object({
          task: taskSchema,
          /** Id of the task that waits for it directly. */
          blocks: z.string(),
          depth: z.int().min(1),
          /** Whether it waits for nothing itself: here somebody has to act. */
          isRoot: z.boolean(),
        }),
      ),
      cycle: z.array(z.string()).nullable(),
    }),
  ),
});

/** The TaskGraph that `canary tasks graph -o json` prints. */
export const taskGraphSchema = z.object({
  apiVersion,
  kind: z.literal("TaskGraph"),
  nodes: z.array(taskSchema),
  /** From the task that must be done first to the one that waits for it. */
  edges: z.array(z.object({ from: z.string(), to: z.string(), isCritical: z.boolean() })),
  criticalPath: z.array(z.string()),
  /** Each as the ids along it, the first repeated at the end. */
  cycles: z.array(z.array(z.string())),
});

/** The WavePlan that `canary tasks waves -o json` prints. */
export const wavePlanSchema = z.object({
  apiVersion,
  kind: z.literal("WavePlan"),
  waves: z.array(z.array(taskSchema)),
  stuck: z.array(taskSchema),
});

/** The TaskExport that `canary tasks export` prints. */
export const taskExportSchema = z.object({
  apiVersion,
  kind: z.literal("TaskExport"),
  defaultDocument: z.string(),
  documents: z.array(z.object({ id: z.string(), file: z.string(), metadata: z.looseObject({}) })),
  phases: z.array(
    z.looseObject({ id: z.string(), document: z.string(), number: z.int(), title: z.string() }),
  ),
  tasks: z.array(taskSchema),
  archived: z.array(taskSchema),
});

const boxesSchema = z.object({
  /** Ids of the tasks whose box was changed. */
  written: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), line: z.int(), reason: z.string() })),
  unchanged: z.array(z.string()),
});

/** The TaskTransitions that `canary tasks update`, its short forms and `undo` print. */
export const taskTransitionsSchema = z.object({
  apiVersion,
  kind: z.literal("TaskTransitions"),
  transitions: z.array(
    z.object({
      task: taskSchema,
      previous: z.enum(TASK_STATUSES),
      isChanged: z.boolean(),
      isForced: z.boolean(),
    }),
  ),
  /** What became of the boxes; null where they were not to be written. */
  writeBack: boxesSchema.nullable(),
});
