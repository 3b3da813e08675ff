import type { KubernetesObject } from "./kubernetes-object.ts";
import { renderAll } from "./rendered-sets.ts";

export const ENVIRONMENTS = ["local", "remote"] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

/** The router's Application of which a remote cluster has the objects: the default. */
const REMOTE_ROUTER = "argocd/routers/nginx/ingress-nginx.yaml";

/** What an environment's cluster holds: its overlays of the platform, what has no overlays, the charts of others, and every stage of the applications. */
export function environmentObjects(environment: Environment): Promise<readonly KubernetesObject[]> {
  return renderAll((name) => {
    if (/^k8s\/[^/]+\/overlays\/(dev|staging|prod)$/.test(name)) return true;
    if (name.startsWith(`argocd/applications/${environment}/`)) return true;
    if (name === REMOTE_ROUTER) return environment === "remote";
    const part = /^infra\/platform\/[^/]+\/(base|overlays\/([^/]+))/.exec(name);
    if (part === null) return name.startsWith("k8s/namespaces") || name.startsWith("infra/platform/");
    return part[2] === environment;
  });
}
