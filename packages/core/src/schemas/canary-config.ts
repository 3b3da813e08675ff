import * as z from "zod";
import { DEFAULT_DOCUMENT } from "../prd/default-document.ts";
import { TASK_STATUSES } from "../task/task-status.ts";

const secretSourceSchema = z.union([
  /** A variable of canary's own environment. */
  z.strictObject({ env: z.string().min(1) }),
  /** A file; relative to canary.yaml. */
  z.strictObject({ file: z.string().min(1) }),
  /** A program that prints it, as an argument list. */
  z.strictObject({ exec: z.array(z.string().min(1)).min(1) }),
]);

const environmentSchema = z
  .strictObject({
    /** Name of the cluster that `canary cluster` makes for it; without it the environment is a cluster that is there already. */
    cluster: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,38}$/)
      .optional(),
    provider: z.enum(["local", "kind"]).default("local"),
    /** Kubeconfig of its runs; relative to the file, `~/` is the home folder. By default the cluster's own. */
    kubeconfig: z.string().min(1).optional(),
    /** The context that the kubeconfig must point at: a run against another one is refused. */
    context: z.string().min(1).optional(),
    /** Values of `${var.…}`. */
    variables: z.record(z.string(), z.string()).default({}),
    /** Where the values of `${secret.…}` come from. */
    secrets: z.record(z.string().regex(/^[A-Za-z_][\w-]*$/), secretSourceSchema).default({}),
    /** True: a run that changes something waits for a person's yes. */
    protected: z.boolean().default(false),
  })
  .refine(({ cluster, context }) => cluster !== undefined || context !== undefined, {
    error: "needs cluster (one that canary makes) or context (of a cluster that is there already)",
  });

/** `canary.yaml`, the project's configuration. */
export const canaryConfigSchema = z
  .strictObject({
    apiVersion: z.literal("canary.dev/v1"),
    /** The PRD that commands mean when none is named; relative to the file. */
    document: z.string().default(DEFAULT_DOCUMENT),
    /** Whether a task's box in the document follows each change of its status; `--write-back` does it once. */
    writeBack: z.boolean().default(false),
    /** What stands between the brackets of a checkbox and what it means, before the usual marks: `"-": in_progress`. */
    checkboxMarks: z.record(z.string().regex(/^(?: |[^\s[\]]{1,2})$/), z.enum(TASK_STATUSES)).default({}),
    /** The folder of playbooks; relative to the file. */
    playbooks: z.string().default("playbooks"),
    /** The environment that a run means when none is named. */
    environment: z.string().default("local"),
    /** The environment in which a task has to be verified to be `completed`; by default the one of `environment`. */
    completeIn: z.string().optional(),
    environments: z.record(z.string(), environmentSchema).default({}),
  })
  .refine(
    ({ environment, environments }) =>
      Object.keys(environments).length === 0 || Object.hasOwn(environments, environment),
    {
      path: ["environment"],
      error: "names no environment of this file",
    },
  )
  .refine(
    ({ completeIn, environment, environments }) =>
      completeIn === undefined || completeIn === environment || Object.hasOwn(environments, completeIn),
    {
      path: ["completeIn"],
      error: "names no environment of this file",
    },
  );

export type CanaryConfig = z.infer<typeof canaryConfigSchema>;
export type EnvironmentConfig = z.infer<typeof environmentSchema>;
