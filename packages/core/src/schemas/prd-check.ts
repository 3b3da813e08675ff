import * as z from "zod";
import { diagnosticSchema } from "./diagnostic.ts";

/** The PrdCheck that `canary parse --check -o json` prints. */
export const prdCheckSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("PrdCheck"),
  /** No errors, and no more warnings than were allowed. */
  ok: z.boolean(),
  files: z.array(z.string()),
  errors: z.int(),
  warnings: z.int(),
  infos: z.int(),
  diagnostics: z.array(diagnosticSchema),
});
