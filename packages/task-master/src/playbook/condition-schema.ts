import * as z from "zod";

const conditionSchema = z.strictObject({
  value: z.string(),
  equals: z.string().optional(),
  not: z.string().optional(),
  oneOf: z.array(z.string()).optional(),
});

/** Conditions of an entry or a step; all must hold. */
export const conditionsSchema = z.array(conditionSchema).default([]);

export type Condition = z.infer<typeof conditionSchema>;
