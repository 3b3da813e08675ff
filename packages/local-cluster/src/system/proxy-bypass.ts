import { proxyExceptions } from "@canary/core";
import { readFile } from "node:fs/promises";

/** What is added to the environment of a process that talks to the cluster of this kubeconfig: no proxy leads there. */
export async function proxyBypass(kubeconfig: string): Promise<Readonly<Record<string, string>>> {
  return { ...proxyExceptions(process.env, await readFile(kubeconfig, "utf8").catch(() => "")) };
}
