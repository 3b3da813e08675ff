import * as z from "zod";

/** The Error that a command prints instead of its document when it fails with `-o json`. */
export const errorReportSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("Error"),
  /** `CANARY_…`; stable. */
  code: z.string().regex(/^CANARY_[A-Z0-9_]+$/),
  message: z.string(),
  /** What to do about it. */
  hint: z.string(),
  /** That of the command. */
  exitCode: z.int(),
  /** What programs may want to know of it, by code. */
  details: z.record(z.string(), z.unknown()),
});
