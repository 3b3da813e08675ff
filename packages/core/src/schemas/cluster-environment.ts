import * as z from "zod";

/** The ClusterEnvironment that `canary cluster env -o json` prints. */
export const clusterEnvironmentSchema = z.object({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal("ClusterEnvironment"),
  /** Names and values that a shell exports: KUBECONFIG, and NO_PROXY where a proxy is set. */
  variables: z.record(z.string(), z.string()),
  /** Folders that belong before the others of PATH. */
  path: z.array(z.string()),
});
