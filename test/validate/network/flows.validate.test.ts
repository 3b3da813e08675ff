import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../support/markdown.ts";
import { ENVIRONMENTS, environmentObjects } from "../support/environment-objects.ts";
import { workloadsIn } from "../support/kubernetes-object.ts";
import type { KubernetesObject, Workload } from "../support/kubernetes-object.ts";
import { parseRendered } from "../support/rendered-sets.ts";
import { readFlowTable } from "./flow-table.ts";
import type { DocumentedFlow } from "./flow-table.ts";
import { isAllowed } from "./network-policy.ts";
import type { Endpoint, Pod } from "./network-policy.ts";

const NAME = "app.kubernetes.io/name";
const GUIDE = "docs/guides/security.md";

/** Ends of connections that are no pods of ours. */
const ADDRESSES: Readonly<Record<string, Endpoint>> = {
  "the internet": { address: "203.0.113.7" },
  "the API server": { address: "192.0.2.10" },
};

/** Its pods are not made by our manifests. */
const DNS: Endpoint = {
  namespace: "kube-system",
  namespaceLabels: { "kubernetes.io/metadata.name": "kube-system" },
  labels: { "k8s-app": "kube-dns" },
  ports: { dns: 53, metrics: 9153 },
};

/** Pods of charts that are not rendered here: labels and ports as the charts have them. */
const OF_CHARTS: Readonly<Record<string, Pick<Pod, "labels" | "ports">>> = {
  "ingress/ingress-nginx": {
    labels: { [NAME]: "ingress-nginx", "app.kubernetes.io/component": "controller" },
    ports: { http: 80, https: 443, webhook: 8443, metrics: 10254 },
  },
};

/** The pod that the table calls `namespace/name`: a rendered one, or what an application without manifests yet will have. */
function endpointOf(name: string, objects: readonly KubernetesObject[]): Endpoint {
  const address = ADDRESSES[name];
  if (address !== undefined) return address;
  const [namespace = "", pod = ""] = name.split("/");
  if (namespace === "kube-system") return DNS;
  const namespaceLabels = {
    ...namespaceLabelsOf(namespace, objects),
    "kubernetes.io/metadata.name": namespace,
  };
  const ofChart = OF_CHARTS[name];
  if (ofChart !== undefined) return { namespace, namespaceLabels, ...ofChart };
  const workload = workloadOf(namespace, pod, objects);
  return {
    namespace,
    namespaceLabels,
    labels: workload?.template.metadata?.labels ?? labelsOf(pod),
    ports: workload === undefined ? { http: 9898, "http-metrics": 9797 } : portsOf(workload),
  };
}

function namespaceLabelsOf(name: string, objects: readonly KubernetesObject[]): Pod["labels"] {
  const found = objects.find(({ kind, metadata }) => kind === "Namespace" && metadata.name === name);
  if (found === undefined) throw new Error(`${GUIDE} names the namespace ${name}, and there is none`);
  return found.metadata.labels ?? {};
}

/** Undefined for tests, and for an application that has no manifests yet. */
function workloadOf(
  namespace: string,
  pod: string,
  objects: readonly KubernetesObject[],
): Workload | undefined {
  const own = workloadsIn(objects).filter((each) => each.namespace === namespace);
  const found = own.find((each) => each.template.metadata?.labels?.[NAME] === pod);
  if (found === undefined && own.length > 0 && !isTest(pod)) {
    throw new Error(
      `${GUIDE} names ${namespace}/${pod}, and no workload there has the label ${NAME}: ${pod}`,
    );
  }
  return found;
}

const isTest = (pod: string): boolean => pod === "smoke-test";

function labelsOf(pod: string): Readonly<Record<string, string>> {
  return isTest(pod) ? { "app.kubernetes.io/component": pod } : { [NAME]: pod };
}

function portsOf({ template }: Workload): Readonly<Record<string, number>> {
  const ports = template.spec.containers.flatMap((container) => container.ports ?? []);
  return Object.fromEntries(
    ports.map(({ name, containerPort }) => [name ?? String(containerPort), containerPort]),
  );
}

const flows = readFlowTable(readFileSync(join(ROOT, GUIDE), "utf8"));

describe.each(ENVIRONMENTS)("the NetworkPolicies of %s", (environment) => {
  let objects: readonly KubernetesObject[] = [];
  let policies: readonly KubernetesObject[] = [];
  beforeAll(async () => {
    objects = await environmentObjects(environment);
    policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
  });

  function verdictOn({ from, to, port }: DocumentedFlow): boolean {
    const [number = "", protocol = "TCP"] = port.split("/");
    const flow = { port: Number(number), protocol: protocol as "TCP" | "UDP" };
    return isAllowed({ ...flow, from: endpointOf(from, objects), to: endpointOf(to, objects) }, policies);
  }

  it.each(flows.filter(({ where }) => where === undefined || where === environment))(
    `$from to $to on $port: allowed is $isAllowed`,
    (flow) => {
      expect(verdictOn(flow)).toBe(flow.isAllowed);
    },
  );

  it.runIf(environment === "remote")("let webhooks in by what docs/guides/platform.md adds", () => {
    const flow = { port: 8080, protocol: "TCP" } as const;
    const to = endpointOf("argocd/argocd-server", objects);
    const added = objectsIn("docs/guides/platform.md");
    expect(added.map(({ kind }) => kind)).toEqual(["Ingress", "NetworkPolicy"]);
    for (const router of ["ingress/ingress-nginx", "ingress/traefik"]) {
      const from = endpointOf(router, objects);
      expect(isAllowed({ ...flow, from, to }, [...policies, ...added.slice(1)])).toBe(true);
    }
  });

  it("deny by default, both ways, in every namespace of ours", () => {
    const namespaces = objects
      .filter(({ kind }) => kind === "Namespace")
      .map(({ metadata }) => metadata.name);
    const closed = policies
      .filter(({ metadata, spec }) => metadata.name === "default-deny" && isForAll(spec))
      .map(({ metadata }) => metadata.namespace);
    expect(namespaces.filter((name) => !closed.includes(name))).toEqual([]);
  });

  it("stand in namespaces that we make", () => {
    const namespaces = new Set(
      objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name),
    );
    expect(
      policies
        .filter(({ metadata }) => !namespaces.has(metadata.namespace ?? ""))
        .map(({ metadata }) => metadata),
    ).toEqual([]);
  });
});

/** The objects that a guide shows in whole. */
function objectsIn(guide: string): readonly KubernetesObject[] {
  const blocks = readFileSync(join(ROOT, guide), "utf8").matchAll(/^```yaml\n(apiVersion: [^]*?)^```$/gm);
  return [...blocks].flatMap(([, text = ""]) => parseRendered(text));
}

function isForAll(spec: KubernetesObject["spec"]): boolean {
  return (
    JSON.stringify(spec?.["podSelector"]) === "{}" &&
    JSON.stringify(spec?.["policyTypes"]) === '["Ingress","Egress"]' &&
    spec?.["ingress"] === undefined &&
    spec?.["egress"] === undefined
  );
}

it(`${GUIDE} says of every namespace what may reach it, and what may not`, () => {
  expect(flows.length).toBeGreaterThan(20);
  expect(flows.filter((flow) => !flow.isAllowed).length).toBeGreaterThan(5);
});
