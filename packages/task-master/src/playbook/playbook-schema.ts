import { API_VERSION } from "@canary/core";
import * as z from "zod";
import { conditionsSchema } from "./condition-schema.ts";
import { durationSchema, retrySchema, stepSchema } from "./step-schema.ts";
import type { Step } from "./step-schema.ts";
import { mutationOf } from "./mutation-of.ts";

const steps = z.array(stepSchema).default([]);

const entrySchema = z
  .strictObject({
    /** Two tasks that share one never overlap. */
    resources: z.array(z.string().min(1)).default([]),
    /** Tools that must be on PATH before anything is changed. */
    needs: z.array(z.string().min(1)).default([]),
    /** All must hold, or the task is skipped. */
    when: conditionsSchema,
    /** Added to the environment of each of its processes. */
    env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
    timeout: durationSchema.optional(),
    retry: retrySchema.optional(),
    check: steps,
    run: steps,
    verify: steps,
    undo: steps,
  })
  .superRefine((entry, context) => {
    if (entry.run.length + entry.verify.length === 0) {
      context.addIssue("an entry needs run or verify; a task without an entry is done by a person");
    }
    for (const part of ["check", "verify"] as const) refuseMutations(entry[part], part, context);
  });

/** A playbook file. */
export const playbookSchema = z.strictObject({
  apiVersion: z.literal(API_VERSION),
  kind: z.literal("Playbook"),
  tasks: z.record(z.string().min(1), entrySchema),
});

export type PlaybookEntry = z.infer<typeof entrySchema>;

function refuseMutations(steps: readonly Step[], part: "check" | "verify", context: z.RefinementCtx): void {
  for (const [index, step] of steps.entries()) {
    const mutation = mutationOf(step.action);
    if (mutation === undefined) continue;
    context.addIssue({
      code: "custom",
      path: [part, index],
      message: `${mutation} changes things; ${part} only reads`,
    });
  }
}
