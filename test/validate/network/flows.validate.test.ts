import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../support/markdown.ts";
import { ENVIRONMENTS, environmentObjects } from "../support/environment-objects.ts";
import { workloadsIn } from "../support/kubernetes-object.ts";
import type { KubernetesObject, Workload } from "../support/kubernetes-object.ts";
import { parseRendered, renderAll } from "../support/rendered-sets.ts";
import { hasToken } from "../support/service-account-token.ts";
import { endpointOf, INVENTED, nameOf, podNamed, podOf, workloadNamed } from "./endpoints.ts";
import { GUIDE, readFlows } from "./flow-table.ts";
import type { DocumentedFlow } from "./flow-table.ts";
import { isAllowed } from "./network-policy.ts";
import type { Endpoint } from "./network-policy.ts";

/** What opens the challenges of ACME; part of no environment. */
const ACME = "infra/platform/policies/overlays/acme";

const flows = readFlows();

const policiesIn = (objects: readonly KubernetesObject[]): readonly KubernetesObject[] =>
  objects.filter(({ kind }) => kind === "NetworkPolicy");

function verdictOn({ from, to, port }: DocumentedFlow, objects: readonly KubernetesObject[]): boolean {
  const [number = "", protocol = "TCP"] = port.split("/");
  const flow = { port: Number(number), protocol: protocol as "TCP" | "UDP" };
  return isAllowed(
    { ...flow, from: endpointOf(from, objects), to: endpointOf(to, objects) },
    policiesIn(objects),
  );
}

it("the NetworkPolicies of remote let webhooks in by what docs/guides/platform.md adds", async () => {
  const objects = await environmentObjects("remote");
  const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
  const to = endpointOf("argocd/argocd-server", objects);
  const added = objectsIn("docs/guides/platform.md");
  expect(added.map(({ kind }) => kind)).toEqual(["Ingress", "NetworkPolicy", "NetworkPolicy"]);
  for (const router of ["ingress/ingress-nginx", "ingress/traefik"]) {
    const flow = { port: 8080, protocol: "TCP", from: endpointOf(router, objects), to } as const;
    expect(isAllowed(flow, [...policies, ...added.slice(1)])).toBe(true);
    for (const each of added.slice(1)) expect(isAllowed(flow, [...policies, each])).toBe(false);
  }
});

describe.each(ENVIRONMENTS)("the NetworkPolicies of %s", (environment) => {
  let objects: readonly KubernetesObject[] = [];
  let policies: readonly KubernetesObject[] = [];
  let workloads: readonly Workload[] = [];
  beforeAll(async () => {
    objects = await environmentObjects(environment);
    policies = policiesIn(objects);
    const namespaces = new Set(namespacesIn(objects));
    workloads = workloadsIn(objects).filter(({ namespace }) => namespaces.has(namespace));
  });
  const reaches = (from: Endpoint, to: Endpoint, port: number): boolean =>
    isAllowed({ from, to, port, protocol: "TCP" }, policies);

  it.each(flows.filter(({ where }) => where === undefined || where === environment))(
    `$from to $to on $port: allowed is $isAllowed`,
    (flow) => {
      expect(verdictOn(flow, objects)).toBe(flow.isAllowed);
    },
  );

  it("let who has a token for the API server reach it, and nobody else", () => {
    const server = endpointOf("the API server", objects);
    const faults = workloads
      .map((each) => ({
        pod: nameOf(each),
        hasToken: hasToken(each, objects),
        isFree: reaches(podOf(each, objects), server, 6443),
      }))
      .filter((each) => each.hasToken !== each.isFree);
    expect(faults).toEqual([]);
  });

  it.each(["the internet", "any other pod"])(
    "let %s in to the ports that the table says, and no other",
    (stranger) => {
      const from = endpointOf(stranger, objects);
      const others = Object.keys(INVENTED).map((name) => [name, podNamed(name, objects)] as const);
      const pods = [...workloads.map((each) => [nameOf(each), podOf(each, objects)] as const), ...others];
      const open = pods.flatMap(([name, to]) =>
        Object.values(to.ports)
          .filter((port) => reaches(from, to, port))
          .map((port) => `${name} ${port}`),
      );
      const said = flows
        .filter(({ where }) => where === undefined || where === environment)
        .filter((flow) => flow.from === stranger && flow.isAllowed)
        .map(({ to, port }) => `${to} ${port}`);
      expect(open.toSorted()).toEqual(said.toSorted());
      expect(open).toContain("ingress/traefik 8443");
    },
  );

  it("are held to pods that manifests make, but for those that none makes yet", () => {
    expect(Object.keys(INVENTED).filter((name) => workloadNamed(name, objects) !== undefined)).toEqual([]);
  });

  it("deny by default, both ways, in every namespace of ours", () => {
    const closed = policies
      .filter(({ metadata, spec }) => metadata.name === "default-deny" && isForAll(spec))
      .map(({ metadata }) => metadata.namespace);
    expect(namespacesIn(objects).filter((name) => !closed.includes(name))).toEqual([]);
  });

  it("stand in namespaces that we make", () => {
    const namespaces = new Set(namespacesIn(objects));
    expect(
      policies
        .filter(({ metadata }) => !namespaces.has(metadata.namespace ?? ""))
        .map(({ metadata }) => metadata),
    ).toEqual([]);
  });
});

it("nothing leads from outside to cert-manager: its Services are for the cluster", async () => {
  const services = (await environmentObjects("remote")).filter(
    ({ kind, metadata }) => kind === "Service" && metadata.namespace === "cert-manager",
  );
  expect(services.map(({ metadata }) => metadata.name)).toContain("cert-manager-webhook");
  expect(services.filter(({ spec }) => (spec?.["type"] ?? "ClusterIP") !== "ClusterIP")).toEqual([]);
});

describe(`the NetworkPolicies of remote with ${ACME}`, () => {
  let without: readonly KubernetesObject[] = [];
  let objects: readonly KubernetesObject[] = [];
  beforeAll(async () => {
    const added = await renderAll((name) => name === ACME);
    without = await environmentObjects("remote");
    objects = [...without, ...added];
  });

  it.each(flows.filter(({ where }) => where === "acme"))(
    `$from to $to on $port: allowed is $isAllowed`,
    (flow) => {
      expect(verdictOn(flow, objects)).toBe(flow.isAllowed);
    },
  );

  it.each(flows.filter(({ where, isAllowed: isOpen }) => isOpen && where === "acme"))(
    `only with it $from reaches $to on $port`,
    (flow) => {
      expect(verdictOn(flow, without)).toBe(false);
    },
  );
});

function namespacesIn(objects: readonly KubernetesObject[]): readonly string[] {
  return objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name);
}

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

it(`${GUIDE} has rows of every kind`, () => {
  expect(new Set(flows.map(({ where }) => where))).toEqual(new Set([undefined, "local", "remote", "acme"]));
});
