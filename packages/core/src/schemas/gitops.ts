import * as z from "zod";

/** What Argo CD says of one Application, in its own words. */
const applicationStatusSchema = z.object({
  name: z.string(),
  project: z.string(),
  /** `Synced`, `OutOfSync` or `Unknown`. */
  sync: z.string(),
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing` or `Unknown`. */
  health: z.string(),
  /** The commit that it was compared with; null before the first time. */
  revision: z.string().nullable(),
  /** Why it is not as it should be; null where Argo CD says nothing. */
  message: z.string().nullable(),
  /** Whether a sync window of its project keeps Argo CD from syncing it by itself now, although Git says something else. */
  held: z.boolean(),
});

const envelopeOf = <Kind extends string>(kind: Kind) =>
  z.object({ apiVersion: z.literal("canary.dev/v1"), kind: z.literal(kind), cluster: z.string() });

/** The GitOpsBootstrap that `canary gitops bootstrap -o json` prints. */
export const gitOpsBootstrapSchema = envelopeOf("GitOpsBootstrap").extend({
  /** The commit that Argo CD delivers: yours, on the local cluster with the upstream manifests on top. */
  commit: z.string(),
  /** Where the first password of Argo CD's admin is. */
  passwordFile: z.string(),
});

/** The GitOpsPush that `canary gitops push -o json` prints. */
export const gitOpsPushSchema = envelopeOf("GitOpsPush").extend({
  commit: z.string(),
  /** The commit of yours that it stands on; the same one where Argo CD reads your repository. */
  base: z.string(),
  /** Whether Argo CD had, or with --dry-run has, another one until then. */
  changed: z.boolean(),
  /** Every Application once all are settled; null without --wait. */
  applications: z.array(applicationStatusSchema).nullable(),
});

/** The GitOpsStatus that `canary gitops status -o json` prints. */
export const gitOpsStatusSchema = envelopeOf("GitOpsStatus").extend({
  /** What the cluster's own Git server serves; null where the repository is elsewhere, or empty. */
  served: z.string().nullable(),
  applications: z.array(applicationStatusSchema),
  /** The commit that --commit or --worktree asks for; null without. */
  expected: z.string().nullable(),
  /** Whether there is the root Application, and every one is Synced and Healthy, with that commit where one is asked for. */
  settled: z.boolean(),
});
