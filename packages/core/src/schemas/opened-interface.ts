import * as z from "zod";

/** The OpenedInterface that `canary open -o jsonl` prints once it answers. */
export const openedInterfaceSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("OpenedInterface"),
  name: z.enum(["argocd", "rollouts", "prometheus", "alertmanager", "grafana"]),
  /** On this machine, until the command ends. */
  address: z.string(),
  /** How to sign in, or who else can reach it; null where there is nothing to say. */
  note: z.string().nullable(),
});
