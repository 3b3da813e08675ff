import { CanaryError } from "@canary/core";
import { proxyBypass } from "../system/proxy-bypass.ts";
import { requireCommand } from "../system/run-command.ts";

/** How to ask a cluster. */
export interface Kubectl {
  readonly program: string;
  readonly kubeconfig: string;
  /** Of that kubeconfig, for a cluster that canary does not make; the one that it points at when left out. */
  readonly context?: string;
}

/** What makes the cluster, or that it is none of this machine. */
export type RouterPlace = "local" | "kind" | "elsewhere";

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
 * The address at which this machine reaches the router of a cluster. kind's ports are on the host's loopback; of the local cluster
 * the Service's own address is reached, of another one only that of a load balancer.
 * Throws CANARY_CLUSTER_ROUTER_MISSING, CANARY_TOOL_FAILED.
 */
export async function readRouterAddress(kubectl: Kubectl, place: RouterPlace): Promise<string> {
  const list = (await ask(kubectl, ["get", "services", "--namespace", NAMESPACE])) as ServiceList;
  const address = ADDRESS_OF[place](list);
  if (address !== undefined) return address;
  if (routerOf(list) !== undefined) {
    throw new CanaryError("the cluster's ingress controller has no address of a load balancer", {
      code: "CANARY_CLUSTER_ROUTER_MISSING",
      hint: "Say where the router is with --address, such as the address of a node.",
      details: { namespace: NAMESPACE, services: ROUTERS },
    });
  }
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
  const clusterIp = routerOf(list)?.spec.clusterIP;
  return externalOf(list) ?? (clusterIp === "None" ? undefined : clusterIp);
}

function externalOf(list: ServiceList): string | undefined {
  return routerOf(list)?.status?.loadBalancer?.ingress?.find(({ ip }) => ip !== undefined)?.ip;
}

function loopbackOf(list: ServiceList): string | undefined {
  return routerOf(list) === undefined ? undefined : "127.0.0.1";
}

const ADDRESS_OF: Readonly<Record<RouterPlace, (list: ServiceList) => string | undefined>> = {
  local: addressOf,
  kind: loopbackOf,
  elsewhere: externalOf,
};

function routerOf({ items }: ServiceList) {
  return items.find(({ metadata }) => ROUTERS.includes(metadata.name));
}

async function ask({ program, kubeconfig, context }: Kubectl, args: readonly string[]): Promise<unknown> {
  const cluster = ["--kubeconfig", kubeconfig, ...(context === undefined ? [] : ["--context", context])];
  const extraEnv = context === undefined ? await proxyBypass(kubeconfig) : {};
  return JSON.parse(await requireCommand(program, [...cluster, ...args, "--output", "json"], { extraEnv }));
}
