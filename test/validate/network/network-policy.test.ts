import { describe, expect, it } from "vitest";
import type { KubernetesObject } from "../support/kubernetes-object.ts";
import { isAllowed } from "./network-policy.ts";
import type { Endpoint, Flow, Pod } from "./network-policy.ts";

function pod(namespace: string, name: string, ports: Readonly<Record<string, number>> = {}): Pod {
  return { namespace, namespaceLabels: { team: namespace }, labels: { app: name }, ports };
}

function policy(namespace: string, spec: Readonly<Record<string, unknown>>): KubernetesObject {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name: "p", namespace },
    spec,
  };
}

const web = pod("shop", "web", { http: 8080 });
const client = pod("shop", "client");
const stranger = pod("other", "client");

function flow(from: Endpoint, to: Endpoint, port = 8080, protocol: Flow["protocol"] = "TCP"): Flow {
  return { from, to, port, protocol };
}

const denyAll = (namespace: string): KubernetesObject =>
  policy(namespace, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });

const ingress = (rule: Readonly<Record<string, unknown>>): KubernetesObject =>
  policy("shop", { podSelector: { matchLabels: { app: "web" } }, policyTypes: ["Ingress"], ingress: [rule] });

describe("a connection between pods", () => {
  it("is allowed when no policy selects either", () => {
    expect(isAllowed(flow(client, web), [denyAll("elsewhere")])).toBe(true);
  });

  it("is denied when the receiver takes nothing, and when the sender may send nothing", () => {
    const receiver = policy("shop", { podSelector: {}, policyTypes: ["Ingress"] });
    expect(isAllowed(flow(stranger, web), [receiver])).toBe(false);
    expect(isAllowed(flow(stranger, web), [denyAll("other")])).toBe(false);
  });

  it("needs both its ends to agree", () => {
    const open = ingress({});
    expect(isAllowed(flow(stranger, web), [denyAll("shop"), open])).toBe(true);
    expect(isAllowed(flow(stranger, web), [denyAll("shop"), open, denyAll("other")])).toBe(false);
  });

  it("is allowed by any one of several policies", () => {
    const closed = ingress({ from: [{ podSelector: { matchLabels: { app: "nobody" } } }] });
    expect(isAllowed(flow(client, web), [closed])).toBe(false);
    expect(isAllowed(flow(client, web), [closed, ingress({})])).toBe(true);
  });

  it("without a namespace selector is for pods of the policy's own namespace", () => {
    const own = ingress({ from: [{ podSelector: { matchLabels: { app: "client" } } }] });
    expect(isAllowed(flow(client, web), [own])).toBe(true);
    expect(isAllowed(flow(stranger, web), [own])).toBe(false);
  });

  it("must match namespace and pod when one peer names both, and either when two peers do", () => {
    const namespaceSelector = { matchLabels: { team: "other" } };
    const podSelector = { matchLabels: { app: "admin" } };
    expect(isAllowed(flow(stranger, web), [ingress({ from: [{ namespaceSelector, podSelector }] })])).toBe(
      false,
    );
    expect(
      isAllowed(flow(stranger, web), [ingress({ from: [{ namespaceSelector }, { podSelector }] })]),
    ).toBe(true);
  });

  it.each([
    ["a number", [{ port: 8080 }], 8080, true],
    ["another number", [{ port: 8081 }], 8080, false],
    ["the name of a port of the receiver", [{ port: "http" }], 8080, true],
    ["a name that the receiver does not have", [{ port: "admin" }], 8080, false],
    ["a range", [{ port: 8000, endPort: 8100 }], 8080, true],
    ["a range that ends before", [{ port: 8000, endPort: 8079 }], 8080, false],
    ["only a protocol", [{ protocol: "TCP" }], 8080, true],
    ["another protocol", [{ protocol: "UDP", port: 8080 }], 8080, false],
    ["no port at all", [], 8080, true],
  ])("is held to %s", (_, ports, port, isExpected) => {
    expect(isAllowed(flow(client, web, port), [ingress({ ports })])).toBe(isExpected);
  });

  it.each([
    ["In", { key: "app", operator: "In", values: ["client", "x"] }, true],
    ["In, another", { key: "app", operator: "In", values: ["x"] }, false],
    ["NotIn, an absent label", { key: "tier", operator: "NotIn", values: ["x"] }, true],
    ["NotIn", { key: "app", operator: "NotIn", values: ["client"] }, false],
    ["Exists", { key: "app", operator: "Exists" }, true],
    ["DoesNotExist", { key: "app", operator: "DoesNotExist" }, false],
  ])("is held to an expression: %s", (_, expression, isExpected) => {
    const rule = { from: [{ podSelector: { matchExpressions: [expression] } }] };
    expect(isAllowed(flow(client, web), [ingress(rule)])).toBe(isExpected);
  });
});

describe("a connection with the world outside", () => {
  const egress = (cidr: string, except: readonly string[] = []): KubernetesObject =>
    policy("shop", {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr, except } }] }],
    });

  it.each([
    ["203.0.113.0/24", [], true],
    ["203.0.113.0/24", ["203.0.113.0/28"], false],
    ["198.51.100.0/24", [], false],
    ["0.0.0.0/0", [], true],
    ["::/0", [], false],
  ])("to 203.0.113.7 is held to %s without %j", (cidr, except, isExpected) => {
    expect(isAllowed(flow(client, { address: "203.0.113.7" }), [egress(cidr, except)])).toBe(isExpected);
  });

  it("is no connection with a pod, whatever the pod's address is", () => {
    expect(isAllowed(flow(client, web), [egress("0.0.0.0/0")])).toBe(false);
  });

  it("comes in where a rule names no peer", () => {
    expect(isAllowed(flow({ address: "203.0.113.7" }, web), [ingress({ ports: [{ port: "http" }] })])).toBe(
      true,
    );
  });

  it("comes in nowhere else", () => {
    expect(isAllowed(flow({ address: "203.0.113.7" }, web), [denyAll("shop")])).toBe(false);
  });
});

it("policyTypes that are not given are Ingress, and Egress where there are rules for it", () => {
  const silent = policy("shop", { podSelector: {} });
  expect(isAllowed(flow(web, stranger), [silent])).toBe(true);
  expect(isAllowed(flow(stranger, web), [silent])).toBe(false);
  const both = policy("shop", { podSelector: {}, egress: [{ ports: [{ port: 1 }] }] });
  expect(isAllowed(flow(web, stranger), [both])).toBe(false);
});
