import * as z from "zod";

const documentOf = <Kind extends string>(kind: Kind) => ({
  apiVersion: z.literal("canary.dev/v1"),
  kind: z.literal(kind),
});

/** The ClusterStatus that `canary cluster status -o json` and `cluster up -o json` print. */
export const clusterStatusSchema = z.object({
  ...documentOf("ClusterStatus"),
  name: z.string(),
  provider: z.enum(["local", "kind"]),
  state: z.enum(["absent", "starting", "ready", "degraded", "dead"]),
  /** Why it is not ready; empty when it is, or when there is none. Codes are kebab-case. */
  reasons: z.array(z.object({ code: z.string(), message: z.string() })),
  kubeconfigPath: z.string(),
  stateDirectory: z.string(),
  /** The kubeconfig's context. */
  context: z.string(),
  /** Of the API server, as the host reaches it. */
  server: z.string().optional(),
  nodeName: z.string().optional(),
  /** Of the programs that a local cluster runs. */
  binDirectory: z.string().optional(),
  /** To be put on PATH: kubectl and what goes with it, of a local cluster. */
  toolsDirectory: z.string().optional(),
  startedAt: z.iso.datetime().optional(),
  /** Programs of the node that ended at least once, and were started again. */
  restarted: z
    .array(z.object({ name: z.string(), restarts: z.int(), lastExitCode: z.int().optional() }))
    .optional(),
  /** An address, and two ranges in CIDR notation. */
  addresses: z.object({ node: z.string(), pods: z.string(), services: z.string() }).optional(),
  /** Whether `up` had something to do. */
  changed: z.boolean().optional(),
});

/** The ClusterDown that `canary cluster down -o json` prints. */
export const clusterDownSchema = z.object({
  ...documentOf("ClusterDown"),
  name: z.string(),
  /** False when there was no such cluster. */
  changed: z.boolean(),
});

/** The ClusterBuild that `canary cluster build -o json` prints. */
export const clusterBuildSchema = z.object({
  ...documentOf("ClusterBuild"),
  directory: z.string(),
  /** A hash of all that the build is made of. */
  key: z.string(),
  binDirectory: z.string(),
  imagesDirectory: z.string(),
  manifestsDirectory: z.string(),
  /** False when it was all there. */
  built: z.boolean(),
});

/** The ImageList that `canary cluster load-image -o json` prints: full names. */
export const imageListSchema = z.object({ ...documentOf("ImageList"), images: z.array(z.string()) });

/** The Kubeconfig that `canary cluster kubeconfig -o json` prints: where it is, and the context to use. */
export const kubeconfigPathSchema = z.object({
  ...documentOf("Kubeconfig"),
  path: z.string(),
  context: z.string(),
});

/** A LogLine of `canary cluster logs -o jsonl`. */
export const logLineSchema = z.object({
  ...documentOf("LogLine"),
  /** The program that wrote it, such as kubelet. */
  component: z.string(),
  line: z.string(),
});
