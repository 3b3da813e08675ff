import { join } from "node:path";
import type { Kubectl } from "./delivered-state.ts";
import { ROOT } from "./markdown.ts";

const HOST = "proof.local";

/** How users reach the application: through the ingress, or, as others in the cluster do, by its Service alone. */
export interface UserTarget {
  readonly url: string;
  readonly host?: string;
}

/** An application that users reach through the ingress. It is no part of what Git says. */
export async function installProof(
  kubectl: Kubectl,
  apply: (manifest: string) => Promise<unknown>,
): Promise<void> {
  const backend = { service: { name: "proof", port: { name: "http" } } };
  const rule = { host: HOST, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } };
  const ingress = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "proof", namespace: "canary-proof" },
    spec: { ingressClassName: "nginx", rules: [rule] },
  };
  await kubectl("apply", "--server-side", "-k", join(ROOT, "infra/platform/proof"));
  await apply(JSON.stringify(ingress));
  const healthy = ["--for=jsonpath={.status.phase}=Healthy", "rollout/proof", "--timeout=180s"];
  await kubectl("-n", "canary-proof", "wait", ...healthy);
}

export async function throughIngress(kubectl: Kubectl): Promise<UserTarget> {
  return { url: await addressOf(kubectl, "ingress", "traefik"), host: HOST };
}

export async function pastIngress(kubectl: Kubectl): Promise<UserTarget> {
  return { url: await addressOf(kubectl, "canary-proof", "proof") };
}

async function addressOf(kubectl: Kubectl, namespace: string, service: string): Promise<string> {
  const address = ["get", `service/${service}`, "-o=jsonpath={.spec.clusterIP}"];
  return `http://${await kubectl("-n", namespace, ...address)}/`;
}

/** Names of the ingress's pods that serve. */
export async function readyIngressPods(kubectl: Kubectl): Promise<readonly string[]> {
  const pods = ["-n", "ingress", "get", "pods", "-l", "app.kubernetes.io/name=traefik", "-o", "json"];
  const { items } = JSON.parse(await kubectl(...pods)) as { readonly items: readonly Pod[] };
  return items
    .filter(({ metadata, status }) => metadata.deletionTimestamp === undefined && isReady(status))
    .map(({ metadata }) => metadata.name);
}

interface Pod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

function isReady({ conditions = [] }: Pod["status"]): boolean {
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}
