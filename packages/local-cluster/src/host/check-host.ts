import { CanaryError } from "@canary/core";
import { locateBuild } from "../build/locate-build.ts";
import type { ClusterProvider } from "../cluster/cluster-options.ts";
import { defaultCacheDirectory, defaultStateDirectory } from "../system/default-directories.ts";
import type { HostCheck } from "./host-check.ts";
import { checkKernel } from "./kernel-checks.ts";
import { checkKindHost } from "./kind-checks.ts";
import { checkResources } from "./resource-checks.ts";
import { checkTools } from "./tool-checks.ts";

export interface HostCheckOptions {
  readonly recipeDirectory: string;
  readonly provider?: ClusterProvider;
  readonly cacheDirectory?: string;
  readonly stateDirectory?: string;
}

/**
 * Checks everything that a cluster of this provider needs from the host, and changes nothing. No port is checked: the local
 * cluster listens in its own network namespace, and kind lets Docker choose a free one.
 */
export async function checkHost(options: HostCheckOptions): Promise<readonly HostCheck[]> {
  if (options.provider === "kind") return checkKindHost();
  const kernel = await checkKernel();
  if (process.platform !== "linux") return kernel;
  const [tools, resources] = await Promise.all([
    checkTools(options.recipeDirectory),
    checkResources({
      cacheDirectory: options.cacheDirectory ?? defaultCacheDirectory(),
      stateDirectory: options.stateDirectory ?? defaultStateDirectory("x"),
      isBuilt: (await locateBuild(options).catch(() => undefined))?.isFinished === true,
    }),
  ]);
  return [...kernel, ...tools, ...resources];
}

/** Throws CANARY_CLUSTER_HOST_UNSUPPORTED with every reason, when a check of severity `error` is not ok. */
export async function requireHost(options: HostCheckOptions): Promise<void> {
  const checks = await checkHost(options);
  const failed = checks.filter(({ ok, severity }) => !ok && severity === "error");
  if (failed.length === 0) return;
  const reasons = failed.map(({ name, expected, found }) => `${name}: expected ${expected}, found ${found}`);
  throw new CanaryError(`this host cannot run the cluster:\n${reasons.join("\n")}`, {
    code: "CANARY_CLUSTER_HOST_UNSUPPORTED",
    hint: failed.map(({ hint }) => hint).join(" "),
    details: { checks: failed },
  });
}
