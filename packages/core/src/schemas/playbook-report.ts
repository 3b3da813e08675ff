import * as z from "zod";
import { diagnosticSchema } from "./diagnostic.ts";

const envelopeOf = { apiVersion: z.literal("canary.dev/v1") };

/** The PlaybookReport that `canary playbook check -o json` prints. */
export const playbookReportSchema = z.object({
  ...envelopeOf,
  kind: z.literal("PlaybookReport"),
  files: z.array(z.object({ file: z.string(), entries: z.int() })),
  environments: z.array(z.string()),
  tasks: z.object({ total: z.int(), withEntry: z.int() }),
  diagnostics: z.array(diagnosticSchema),
});

/** The PlaybookEntry that `canary playbook new -o json` prints. */
export const playbookEntrySchema = z.object({
  ...envelopeOf,
  kind: z.literal("PlaybookEntry"),
  task: z.string(),
  file: z.string(),
  text: z.string(),
  isWritten: z.boolean(),
});
