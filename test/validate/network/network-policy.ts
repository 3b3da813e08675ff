import { isIPv4, BlockList } from "node:net";
import type { KubernetesObject } from "../support/kubernetes-object.ts";

/** One end of a connection: a pod, or an address outside the cluster. */
export type Endpoint = Pod | { readonly address: string };

export interface Pod {
  readonly namespace: string;
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Names of the ports of its containers. */
  readonly ports: Readonly<Record<string, number>>;
}

export interface Flow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: "TCP" | "UDP";
}

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly Port[];
}

interface PolicySpec {
  readonly podSelector?: Selector;
  readonly policyTypes?: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/**
 * Whether the policies let a connection through: its sender must be free to send it and its receiver to take it. A pod that no
 * policy of that direction selects is free. As https://kubernetes.io/docs/concepts/services-networking/network-policies says.
 */
export function isAllowed(flow: Flow, policies: readonly KubernetesObject[]): boolean {
  return isFree("Egress", flow, policies) && isFree("Ingress", flow, policies);
}

function isFree(direction: "Egress" | "Ingress", flow: Flow, policies: readonly KubernetesObject[]): boolean {
  const [self, other] = direction === "Egress" ? [flow.from, flow.to] : [flow.to, flow.from];
  if (!isPod(self)) return true;
  const binding = policies.filter((policy) => binds(policy, self, direction));
  if (binding.length === 0) return true;
  return binding.some((policy) => {
    const { egress = [], ingress = [] } = specOf(policy);
    const rules = direction === "Egress" ? egress : ingress;
    return rules.some((rule) => {
      const peers = (direction === "Egress" ? rule.to : rule.from) ?? [];
      const isPeer = peers.length === 0 || peers.some((peer) => matchesPeer(peer, other, self.namespace));
      return isPeer && matchesPorts(rule.ports ?? [], flow);
    });
  });
}

function binds(policy: KubernetesObject, pod: Pod, direction: "Egress" | "Ingress"): boolean {
  const spec = specOf(policy);
  // A policy that does not say is one for incoming traffic, and for outgoing when it has rules for it.
  const types = spec.policyTypes ?? (spec.egress === undefined ? ["Ingress"] : ["Ingress", "Egress"]);
  return (
    policy.metadata.namespace === pod.namespace &&
    types.includes(direction) &&
    matchesLabels(spec.podSelector ?? {}, pod.labels)
  );
}

function matchesPeer(peer: Peer, other: Endpoint, ownNamespace: string): boolean {
  if (peer.ipBlock !== undefined) return !isPod(other) && matchesBlock(peer.ipBlock, other.address);
  if (!isPod(other)) return false;
  const isNamespace =
    peer.namespaceSelector === undefined
      ? other.namespace === ownNamespace
      : matchesLabels(peer.namespaceSelector, other.namespaceLabels);
  return isNamespace && matchesLabels(peer.podSelector ?? {}, other.labels);
}

/** A named port is the receiver's: a receiver that is no pod has none. */
function matchesPorts(ports: readonly Port[], { to, port, protocol }: Flow): boolean {
  if (ports.length === 0) return true;
  return ports.some((each) => {
    if ((each.protocol ?? "TCP") !== protocol) return false;
    if (each.port === undefined) return true;
    if (typeof each.port === "string") return isPod(to) && to.ports[each.port] === port;
    return each.endPort === undefined ? each.port === port : port >= each.port && port <= each.endPort;
  });
}

function matchesBlock(block: NonNullable<Peer["ipBlock"]>, address: string): boolean {
  return isInside(block.cidr, address) && !(block.except ?? []).some((cidr) => isInside(cidr, address));
}

function isInside(cidr: string, address: string): boolean {
  const [network = "", bits = ""] = cidr.split("/");
  if (isIPv4(network) !== isIPv4(address)) return false;
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, family);
}

/** As https://kubernetes.io/docs/concepts/overview/working-with-objects/labels says; an empty selector takes all. */
export function matchesLabels(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  const isEqual = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return isEqual && (selector.matchExpressions ?? []).every((each) => matchesExpression(each, labels));
}

function matchesExpression(
  { key, operator, values = [] }: NonNullable<Selector["matchExpressions"]>[number],
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = labels[key];
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

function isPod(endpoint: Endpoint): endpoint is Pod {
  return "labels" in endpoint;
}

function specOf(policy: KubernetesObject): PolicySpec {
  return policy.spec ?? {};
}
