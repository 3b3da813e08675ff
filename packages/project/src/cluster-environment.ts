import { readFile } from "node:fs/promises";
import { proxyExceptions } from "@canary/core";
import type { ClusterStatus } from "./clusters.ts";

/** What a shell has to be told so that its programs mean a cluster. */
export interface ClusterEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  /** Folders that belong before the others of PATH. */
  readonly path: readonly string[];
}

/** The kubeconfig of a cluster on this machine, hosts that no proxy leads to where a proxy is set, and the folder of its tools. */
export async function readClusterEnvironment({
  kubeconfigPath,
  toolsDirectory,
}: ClusterStatus): Promise<ClusterEnvironment> {
  const kubeconfig = await readFile(kubeconfigPath, "utf8").catch(() => "");
  return {
    variables: { KUBECONFIG: kubeconfigPath, ...proxyExceptions(process.env, kubeconfig) },
    path: toolsDirectory === undefined ? [] : [toolsDirectory],
  };
}
