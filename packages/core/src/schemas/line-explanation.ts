import * as z from "zod";
import { diagnosticSchema } from "./diagnostic.ts";
import { prdTaskSchema } from "./prd-document.ts";

/** The LineExplanation that `canary parse --explain LINE -o json` prints. */
export const lineExplanationSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("LineExplanation"),
  file: z.string(),
  line: z.int().min(1),
  text: z.string(),
  readAs: z.enum([
    "task",
    "criterion",
    "fragment",
    "alias",
    "detail",
    "phase",
    "heading",
    "code",
    "html",
    "front-matter",
    "requirement",
    "metadata",
    "blank",
    "text",
    "unreadable",
  ]),
  /** The item that the line is, or belongs to. */
  item: prdTaskSchema.nullable(),
  reasons: z.array(z.string()),
  diagnostics: z.array(diagnosticSchema),
});
