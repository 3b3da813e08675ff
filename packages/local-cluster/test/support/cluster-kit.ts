import { build } from "esbuild";
import { execa } from "execa";
import path from "node:path";
import { inject } from "vitest";
import { buildCluster, openCluster } from "../../src/index.ts";
import type { Cluster, ClusterOptions } from "../../src/index.ts";
import { waitUntil } from "../../src/system/wait-until.ts";

export const RECIPE_DIRECTORY = path.resolve(import.meta.dirname, "../../../../infra/local-cluster");

/** A cluster of this workspace's own, so that two checkouts do not meet. */
export function openTestCluster(suffix: string, options: Partial<ClusterOptions> = {}): Cluster {
  const prefix: string = inject("clusterPrefix");
  return openCluster({ name: `${prefix}-lc-${suffix}`, recipeDirectory: RECIPE_DIRECTORY, ...options });
}

export async function ensureBuilt(): Promise<Awaited<ReturnType<typeof buildCluster>>> {
  return buildCluster({ recipeDirectory: RECIPE_DIRECTORY });
}

/** Runs the built kubectl against a cluster; the answer is its output. */
export async function kubectl(cluster: Cluster, args: readonly string[], input?: string): Promise<string> {
  const { binDirectory } = await ensureBuilt();
  const result = await execa(
    path.join(binDirectory, "kubectl"),
    ["--kubeconfig", cluster.kubeconfigPath, ...args],
    {
      ...(input !== undefined && { input }),
    },
  );
  return result.stdout;
}

/** Asks a cluster until the answer fits; the last answer is in the error. */
export async function kubectlUntil(
  cluster: Cluster,
  args: readonly string[],
  expected: RegExp,
): Promise<string> {
  let last = "";
  const found = await waitUntil(
    async () => {
      last = await kubectl(cluster, args).catch((error: unknown) => String(error));
      return expected.test(last);
    },
    { timeoutMs: 60_000, everyMs: 200 },
  );
  if (found === undefined) throw new Error(`${args.join(" ")} never gave ${String(expected)}: ${last}`);
  return last;
}

/** A pod of one container with the default service account's rights; \`args\` replace podinfo's own. */
export function podManifest(name: string, image: string, args: readonly string[] = []): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name,
          image,
          imagePullPolicy: "Always",
          command: ["/home/app/podinfo", "--port=9898", ...args],
          // Who waits until it is Ready asks it next.
          readinessProbe: { httpGet: { path: "/readyz", port: 9898 }, periodSeconds: 1 },
        },
      ],
    },
  });
}

/** Bundles the library, so that a process of its own can run it and be killed. */
export async function bundleLibrary(outputFile: string): Promise<void> {
  await build({
    entryPoints: [path.resolve(import.meta.dirname, "../../src/index.ts")],
    bundle: true,
    platform: "node",
    format: "cjs",
    conditions: ["@canary/source"],
    outfile: outputFile,
    logLevel: "error",
  });
}
