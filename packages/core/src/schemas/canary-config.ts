import * as z from "zod";

const environmentSchema = z.strictObject({
  /** Name of the cluster that `canary cluster` made for it. */
  cluster: z.string().regex(/^[a-z][a-z0-9-]{0,38}$/),
  provider: z.enum(["local", "kind"]).default("local"),
  variables: z.record(z.string(), z.string()).default({}),
});

/** `canary.yaml`, the project's configuration. */
export const canaryConfigSchema = z
  .strictObject({
    apiVersion: z.literal("canary.dev/v1"),
    /** The PRD that commands mean when none is named; relative to the file. */
    document: z.string().default("PRD.md"),
    /** The folder of playbooks; relative to the file. */
    playbooks: z.string().default("playbooks"),
    /** The environment that a run means when none is named. */
    environment: z.string().default("local"),
    environments: z.record(z.string(), environmentSchema).default({}),
  })
  .refine(
    ({ environment, environments }) =>
      Object.keys(environments).length === 0 || Object.hasOwn(environments, environment),
    {
      path: ["environment"],
      error: "names no environment of this file",
    },
  );

export type CanaryConfig = z.infer<typeof canaryConfigSchema>;
