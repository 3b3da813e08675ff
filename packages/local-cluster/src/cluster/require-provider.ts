import { CanaryError } from "@canary/core";
import { access } from "node:fs/promises";
import type { ClusterProvider } from "./cluster-options.ts";
import type { ClusterPaths } from "./cluster-paths.ts";

/** Refuses a state directory that the other provider's cluster of the same name uses. Throws CANARY_CLUSTER_START_FAILED, exit code 6. */
export async function requireProvider(
  name: string,
  paths: ClusterPaths,
  provider: ClusterProvider,
): Promise<void> {
  const other = provider === "local" ? "kind" : "local";
  const mark = other === "kind" ? paths.kindConfig : paths.record;
  const isTaken = await access(mark).then(
    () => true,
    () => false,
  );
  if (!isTaken) return;
  throw new CanaryError(`cluster "${name}" was made by the provider ${other}, not by ${provider}`, {
    code: "CANARY_CLUSTER_START_FAILED",
    hint: `Remove it with \`canary cluster down --name ${name} --provider ${other}\`, or choose another --name.`,
    exitCode: 6,
    details: { provider: other },
  });
}
