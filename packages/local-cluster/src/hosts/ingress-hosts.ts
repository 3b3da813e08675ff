import { CanaryError } from "@canary/core";
import { proxyBypass } from "../system/proxy-bypass.ts";
import { requireCommand } from "../system/run-command.ts";

/** How to ask a cluster. */
export interface Kubectl {
  readonly program: string;
  readonly kubeconfig: string;
}

interface IngressList {
  readonly items: readonly { readonly spec: { readonly rules?: readonly { readonly host?: string }[] } }[];
}

interface ServiceList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly clusterIP?: string; readonly ports?: readonly { readonly name?: string }[] };
    readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] } };
  }[];
}

const NAMESPACE = "ingress";
/** The Services of the routers that the platform knows: Traefik's and ingress-nginx's. */
const ROUTERS: readonly string[] = ["traefik", "ingress-nginx-controller"];

/** The hosts that the cluster's Ingresses name, sorted, each once. Throws CANARY_TOOL_FAILED. */
export async function readIngressHosts(kubectl: Kubectl): Promise<readonly string[]> {
  const list = (await ask(kubectl, ["get", "ingresses", "--all-namespaces"])) as IngressList;
  return hostsOf(list);
}

export function hostsOf({ items }: IngressList): readonly string[] {
  const hosts = items.flatMap(({ spec }) => (spec.rules ?? []).flatMap(({ host }) => host ?? []));
  // A hosts file has no patterns.
  return [...new Set(hosts.filter((host) => !host.startsWith("*")))].sort();
}

/**
 * The address at which the host of this cluster reaches its router. kind's ports are on the host's loopback; of the local cluster
 * the Service's own address is reached. Throws CANARY_CLUSTER_ROUTER_MISSING, CANARY_TOOL_FAILED.
 */
export async function readRouterAddress(kubectl: Kubectl, provider: "local" | "kind"): Promise<string> {
  const list = (await ask(kubectl, ["get", "services", "--namespace", NAMESPACE])) as ServiceList;
  const address = provider === "kind" ? loopbackOf(list) : addressOf(list);
  if (address !== undefined) return address;
  throw new CanaryError(
    `the cluster has no ingress controller: no Service ${ROUTERS.join(" or ")} in ${NAMESPACE}`,
    {
      code: "CANARY_CLUSTER_ROUTER_MISSING",
      hint: "Install the platform (`canary run phase infra`), or say where the router is with --address.",
      details: { namespace: NAMESPACE, services: ROUTERS },
    },
  );
}

export function addressOf(list: ServiceList): string | undefined {
  const router = routerOf(list);
  const external = router?.status?.loadBalancer?.ingress?.find(({ ip }) => ip !== undefined)?.ip;
  return external ?? (router?.spec.clusterIP === "None" ? undefined : router?.spec.clusterIP);
}

function loopbackOf(list: ServiceList): string | undefined {
  return routerOf(list) === undefined ? undefined : "127.0.0.1";
}

function routerOf({ items }: ServiceList) {
  return items.find(({ metadata }) => ROUTERS.includes(metadata.name));
}

async function ask({ program, kubeconfig }: Kubectl, args: readonly string[]): Promise<unknown> {
  const words = ["--kubeconfig", kubeconfig, ...args, "--output", "json"];
  return JSON.parse(await requireCommand(program, words, { extraEnv: await proxyBypass(kubeconfig) }));
}
