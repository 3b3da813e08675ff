import * as z from "zod";

/** A finding with a place. */
export const diagnosticSchema = z.object({
  severity: z.enum(["error", "warning", "info"]),
  code: z.string(),
  message: z.string(),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
});
