import * as z from "zod";

const storeFindingSchema = z.object({
  severity: z.enum(["error", "warning"]),
  /** Kebab-case; docs/task-store.md lists them. */
  code: z.string(),
  message: z.string(),
  file: z.string(),
  /** Counts from 1; null where it is about the whole file. */
  line: z.int().nullable(),
  /** What `--fix` does about it; null where a person has to. */
  repair: z.string().nullable(),
});

/** The HostReport that `canary doctor -o json` prints. */
export const hostReportSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("HostReport"),
  provider: z.string(),
  /** Whether no check failed that a cluster cannot do without. */
  isFit: z.boolean(),
  checks: z.array(
    z.object({
      /** Stable: `cgroups`, `tool.go` and so on. */
      name: z.string(),
      ok: z.boolean(),
      found: z.string(),
      expected: z.string(),
      /** What to do; empty when it is ok. */
      hint: z.string(),
      severity: z.enum(["error", "warning"]),
    }),
  ),
  store: z.object({
    findings: z.array(storeFindingSchema),
    /** What `--fix` did; null without it, and where there was nothing to do. */
    repair: z
      .object({
        repaired: z.array(storeFindingSchema),
        remaining: z.array(storeFindingSchema),
        /** Folder with the files as they were; null where nothing was changed. */
        backup: z.string().nullable(),
      })
      .nullable(),
  }),
});
