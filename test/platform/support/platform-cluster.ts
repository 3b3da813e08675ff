import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "../../support/markdown.ts";
import { run } from "./run.ts";

const CANARY = join(ROOT, "bin/canary");
const LIMIT_MS = 180_000;

const statusSchema = z.object({ binDirectory: z.string(), kubeconfigPath: z.string() });
const buildSchema = z.object({ manifestsDirectory: z.string() });
const samplesSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]).transform(([, value]) => Number(value)),
      }),
    ),
  }),
});

export type Sample = z.infer<typeof samplesSchema>["data"]["result"][number];

/** A cluster of the tests' own, with parts of the platform in it. */
export interface PlatformCluster {
  readonly kubeconfig: string;
  readonly binDirectory: string;
  kubectl(args: readonly string[]): Promise<string>;
  canary(args: readonly string[]): Promise<string>;
  /** Applies kustomizations of the repository, in order. */
  applyFolders(folders: readonly string[]): Promise<void>;
  /** The address of a Service, which this host reaches. */
  addressOf(namespace: string, service: string): Promise<string>;
  query(promql: string): Promise<readonly Sample[]>;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  stop(): Promise<void>;
}

/** Starts the cluster with what `parts` names, our namespaces and the Argo Rollouts controller; one that fails to start is ended. */
export async function startPlatformCluster(name: string, parts: readonly string[]): Promise<PlatformCluster> {
  return start(name, parts).catch(async (error: unknown) => {
    await run(CANARY, ["cluster", "down", "--name", name]);
    throw error;
  });
}

async function start(name: string, parts: readonly string[]): Promise<PlatformCluster> {
  const canary = (args: readonly string[]): Promise<string> => run(CANARY, args);
  await canary(["cluster", "up", "--name", name, "--with", parts.join(",")]);
  const { binDirectory, kubeconfigPath } = statusSchema.parse(
    JSON.parse(await canary(["cluster", "status", "--name", name, "-o", "json"])),
  );
  const kubectl: PlatformCluster["kubectl"] = (args) =>
    run(join(binDirectory, "kubectl"), ["--kubeconfig", kubeconfigPath, ...args]);
  const prometheus = async (): Promise<string> =>
    `http://${await addressOf("monitoring", "prometheus")}:9090`;
  const addressOf: PlatformCluster["addressOf"] = async (namespace, service) =>
    kubectl(["get", "service", service, "-n", namespace, "-o", "jsonpath={.spec.clusterIP}"]);
  const get: PlatformCluster["get"] = async (path, schema) =>
    schema.parse(await (await fetch((await prometheus()) + path)).json());
  const cluster: PlatformCluster = {
    kubeconfig: kubeconfigPath,
    binDirectory,
    kubectl,
    canary,
    applyFolders: async (folders) => {
      for (const folder of folders)
        await kubectl(["apply", "--server-side", "--force-conflicts", "-k", join(ROOT, folder)]);
    },
    addressOf,
    query: async (promql) => {
      const path = `/api/v1/query?query=${encodeURIComponent(promql)}`;
      return (await get(path, samplesSchema)).data.result;
    },
    get,
    stop: async () => void (await canary(["cluster", "down", "--name", name])),
  };
  await cluster.applyFolders(["k8s/namespaces"]);
  const { manifestsDirectory } = buildSchema.parse(
    JSON.parse(await canary(["cluster", "build", "-o", "json"])),
  );
  const install = join(manifestsDirectory, "argo-rollouts/install.yaml");
  await kubectl(["apply", "--server-side", "-n", "argo-rollouts", "-f", install]);
  await kubectl([
    "wait",
    "-n",
    "argo-rollouts",
    "deployment/argo-rollouts",
    "--for=condition=Available",
    "--timeout=120s",
  ]);
  return cluster;
}

/** Asks until the answer is there; the last answer is in the error. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  isDone: (answer: T) => boolean,
): Promise<T> {
  const end = Date.now() + LIMIT_MS;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (isDone(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} did not come: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
}
