import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { ROOT } from "../../support/markdown.ts";
import { ENVIRONMENTS, environmentObjects } from "../support/environment-objects.ts";
import { workloadsIn } from "../support/kubernetes-object.ts";
import type { KubernetesObject, Workload } from "../support/kubernetes-object.ts";
import { nameOf } from "./endpoints.ts";
import { renderAll } from "../support/rendered-sets.ts";
import { GUIDE, readFlows } from "./flow-table.ts";

/** Namespaces in which an environment has nothing. */
const EMPTY = { local: ["cert-manager"], remote: ["git-system"] };

/** What each job of Prometheus reads, and where; a job that asks Prometheus itself passes no network. */
const READ: Readonly<Record<string, readonly string[]>> = {
  prometheus: [],
  alertmanager: ["monitoring/alertmanager 9093"],
  "pods-not-ready": [],
  "argo-rollouts": ["argo-rollouts/argo-rollouts 8090"],
  argocd: [
    "argocd/argocd-application-controller 8082",
    "argocd/argocd-applicationset-controller 8080",
    "argocd/argocd-notifications-controller 9001",
    "argocd/argocd-repo-server 8084",
    "argocd/argocd-server 8083",
  ],
  ingress: ["ingress/ingress-nginx 10254", "ingress/traefik 8082"],
  "cert-manager": [
    "cert-manager/cert-manager 9402",
    "cert-manager/cainjector 9402",
    "cert-manager/webhook 9402",
  ],
  coredns: ["kube-system/kube-dns 9153"],
  kubelet: ["the kubelets 10250"],
  cadvisor: ["the kubelets 10250"],
};

const flows = readFlows();

const configSchema = z.object({
  scrape_configs: z.array(
    z.object({
      job_name: z.string(),
      relabel_configs: z
        .array(
          z.object({
            action: z.string().default("replace"),
            target_label: z.string().default(""),
            regex: z.string().default(""),
            replacement: z.string().default(""),
          }),
        )
        .default([]),
    }),
  ),
});

const { scrape_configs: jobs } = configSchema.parse(
  parse(readFileSync(join(ROOT, "infra/platform/prometheus/base/prometheus.yaml"), "utf8")),
);

/** `namespace/name port` of the flows from Prometheus that are allowed. */
const readable = flows
  .filter(({ from, isAllowed }) => from === "monitoring/prometheus" && isAllowed)
  .map(({ to, port }) => `${to} ${port}`);

describe.each(ENVIRONMENTS)(`${GUIDE}, of %s`, (environment) => {
  let objects: readonly KubernetesObject[] = [];
  beforeAll(async () => {
    objects = await environmentObjects(environment);
  });

  it("says of every namespace what may reach it, and what may not", () => {
    const here = flows.filter(({ where }) => where === undefined || where === environment);
    const missing = objects
      .filter(({ kind }) => kind === "Namespace")
      .map(({ metadata }) => metadata.name)
      .filter((name) => !EMPTY[environment].includes(name))
      .flatMap((name) => {
        const own = here.filter(({ to }) => to.startsWith(`${name}/`));
        return [true, false]
          .filter((verdict) => !own.some(({ isAllowed }) => isAllowed === verdict))
          .map((verdict) => `${name}: ${verdict ? "yes" : "no"}`);
      });
    expect(missing).toEqual([]);
  });

  it("calls a namespace empty only where it is", () => {
    const full = workloadsIn(objects).map(({ namespace }) => namespace);
    expect(EMPTY[environment].filter((name) => full.includes(name))).toEqual([]);
  });

  it("has a row for each pod that asks to be read by Prometheus", () => {
    const asking = workloadsIn(objects).flatMap((each) => {
      const port = portToRead(each);
      return port === undefined ? [] : [`${nameOf(each)} ${port}`];
    });
    expect(asking.filter((each) => !readable.includes(each))).toEqual([]);
    expect(asking.length).toBeGreaterThan(0);
  });
});

function portToRead({ template }: Workload): string | undefined {
  const { annotations } = z
    .object({ annotations: z.record(z.string(), z.string()).default({}) })
    .parse(template.metadata ?? {});
  return annotations["prometheus.io/scrape"] === "true" ? annotations["prometheus.io/port"] : undefined;
}

it(`${GUIDE} has a row for each job of Prometheus`, () => {
  // Job `pods` reads what asks for it, which the environments' rows answer.
  const named = jobs.map(({ job_name }) => job_name).filter((name) => name !== "pods");
  expect(named.toSorted()).toEqual(Object.keys(READ).toSorted());
  expect(named.flatMap((name) => READ[name] ?? []).filter((each) => !readable.includes(each))).toEqual([]);
});

it("the ports of Argo CD that Prometheus reads are those of its configuration", () => {
  const rules = jobs.find(({ job_name }) => job_name === "argocd")?.relabel_configs ?? [];
  const named = rules
    .flatMap(({ regex }) => [...regex.matchAll(/(argocd-[a-z-]+);(\d+)/g)])
    .map(([, name, port]) => `argocd/${name} ${port}`);
  const replaced = rules.flatMap(({ regex, replacement }) => {
    const [, name] = /^(argocd-[a-z-]+);/.exec(regex) ?? [];
    const [, port] = /^\$1:(\d+)$/.exec(replacement) ?? [];
    return name === undefined || port === undefined ? [] : [`argocd/${name} ${port}`];
  });
  expect([...named, ...replaced].toSorted()).toEqual(READ["argocd"]);
});

it("the metrics of cert-manager are read once, by the port of its pods, and tell of the namespaces of Certificates", async () => {
  const rulesOf = (job: string) => jobs.find(({ job_name }) => job_name === job)?.relabel_configs ?? [];
  const [port] = rulesOf("cert-manager").filter(({ action }) => action === "keep");
  const pods = workloadsIn(await environmentObjects("remote")).filter(
    ({ namespace, template }) =>
      namespace === "cert-manager" && JSON.stringify(template).includes("prometheus.io/scrape"),
  );
  expect(pods.length).toBeGreaterThan(0);
  for (const { template } of pods) expect(JSON.stringify(template)).toContain(`"name":"${port?.regex}"`);
  expect(rulesOf("pods")).toContainEqual(expect.objectContaining({ action: "drop", regex: "cert-manager" }));
  expect(rulesOf("cert-manager").map(({ target_label: label }) => label)).not.toContain("namespace");
});

it("CertManagerAbsent knows by the name of an Application where cert-manager belongs", async () => {
  const rules = readFileSync(join(ROOT, "infra/platform/prometheus/base/rules/platform.yaml"), "utf8");
  const [, name] = /group\(argocd_app_info\{name="([^"]+)"\}\)/.exec(rules) ?? [];
  const applicationsOf = async (environment: string): Promise<readonly string[]> =>
    (await renderAll((set) => set === `argocd/root/overlays/${environment}`))
      .filter(({ kind }) => kind === "Application")
      .map(({ metadata }) => metadata.name);
  expect(await applicationsOf("remote")).toContain(name);
  expect(await applicationsOf("local")).not.toContain(name);
});
