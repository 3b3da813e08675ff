import { readFile } from "node:fs/promises";
import type { ApiClient } from "./api-client.ts";
import type { ComponentStatus, StatusReason } from "./cluster-status.ts";

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

/** What keeps a running cluster from being ready, worst first; empty when it is. */
export async function probeCluster(api: ApiClient, nodeName: string): Promise<readonly StatusReason[]> {
  const notServing = await probeApiServer(api);
  if (notServing !== undefined) return [notServing];
  const [node, dns] = await Promise.all([probeNode(api, nodeName), probeDns(api)]);
  return [node, dns].filter((reason) => reason !== undefined);
}

export async function probeApiServer(api: ApiClient): Promise<StatusReason | undefined> {
  const answer = await api.get("/readyz");
  if (answer?.status === 200) return undefined;
  if (answer === undefined) {
    return { code: "api-server-silent", message: "the API server does not answer" };
  }
  const failing = answer.body.split("\n").filter((line) => line.startsWith("[-]"));
  return {
    code: "api-server-not-ready",
    message: `the API server is not ready: ${failing.join(", ") || `HTTP ${answer.status}`}`,
  };
}

export async function probeNode(api: ApiClient, nodeName: string): Promise<StatusReason | undefined> {
  const ready = await readCondition(api, `/api/v1/nodes/${nodeName}`, "Ready");
  if (ready?.status === "True") return undefined;
  const message = ready?.message ?? "it has not joined yet";
  return { code: "node-not-ready", message: `node ${nodeName} is not Ready: ${message}` };
}

export async function probeDns(api: ApiClient): Promise<StatusReason | undefined> {
  const path = "/apis/apps/v1/namespaces/kube-system/deployments/coredns";
  const available = await readCondition(api, path, "Available");
  if (available?.status === "True") return undefined;
  return { code: "dns-not-ready", message: "CoreDNS is not available: names do not resolve in pods" };
}

/** The programs that ended, from the file that the node's first process writes. */
export function parseExits(text: string): readonly ComponentStatus[] {
  const byName = new Map<string, ComponentStatus>();
  for (const line of text.split("\n")) {
    const [, name, code] = line.split(" ");
    if (name === undefined || code === undefined) continue;
    const restarts = (byName.get(name)?.restarts ?? 0) + 1;
    byName.set(name, { name, restarts, lastExitCode: Number(code) });
  }
  return [...byName.values()];
}

export async function readExits(file: string): Promise<readonly ComponentStatus[]> {
  return parseExits(await readFile(file, "utf8").catch(() => ""));
}

async function readCondition(api: ApiClient, path: string, type: string): Promise<Condition | undefined> {
  const answer = await api.get(path);
  if (answer?.status !== 200) return undefined;
  const object = JSON.parse(answer.body) as {
    readonly status?: { readonly conditions?: readonly Condition[] };
  };
  return object.status?.conditions?.find((condition) => condition.type === type);
}
