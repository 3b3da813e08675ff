import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { ROOT } from "../support/markdown.ts";
import { applicationsIn, projectsIn } from "./support/argocd-objects.ts";
import type { Application, ProjectSpec } from "./support/argocd-objects.ts";
import { ENVIRONMENTS, environmentObjects } from "./support/environment-objects.ts";
import { titleOf } from "./support/kubernetes-object.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { manifestSets, renderAll } from "./support/rendered-sets.ts";

/** Projects whose Applications have rollouts in them. */
const OF_ROLLOUTS = ["orchestrator", "podinfo", "rollouts"];

/** Kinds into whose objects the rollouts controller writes, whichever router a Rollout has. */
const WRITTEN_BY_ROLLOUTS = new Set(
  "Service Ingress VirtualService DestinationRule HTTPRoute GRPCRoute TCPRoute TLSRoute TrafficSplit TraefikService ApisixRoute Mapping VirtualRouter".split(
    " ",
  ),
);

/** Kinds that only the Application `policies` makes. */
const OF_POLICIES = ["LimitRange", "NetworkPolicy", "ResourceQuota"];

/** Projects whose applications have roles of Kubernetes in PRD.md (bg-rbac, canary-rbac, orch-base). */
const WITH_KUBERNETES_ROLES = ["orchestrator", "rollouts"];

/** What the roles of a project may do, each for its group of people. */
const DEPLOYER = { name: "deployer", groups: ["canary-deployers"], actions: ["get", "sync"] };
const OPERATOR = {
  name: "operator",
  groups: ["canary-operators"],
  actions: ["get", "sync", "action/argoproj.io/Rollout/*"],
};
const ROLES: Readonly<Record<string, readonly (typeof DEPLOYER)[]>> = {
  default: [],
  orchestrator: [DEPLOYER, OPERATOR],
  platform: [DEPLOYER],
  podinfo: [DEPLOYER, OPERATOR],
  rollouts: [DEPLOYER, OPERATOR],
};

describe.each(ENVIRONMENTS)("Argo CD in %s", (environment) => {
  let objects: readonly KubernetesObject[] = [];
  let applications: readonly Application[] = [];
  let projects: ReadonlyMap<string, ProjectSpec> = new Map();
  const ofRollouts = (): readonly Application[] =>
    applications.filter(({ spec }) => OF_ROLLOUTS.includes(spec.project));

  beforeAll(async () => {
    objects = await renderAll((name) => name === `argocd/root/overlays/${environment}`);
    applications = applicationsIn(objects);
    projects = projectsIn(objects);
  });

  it("has its four projects, each with sources, destinations and kinds of its own", () => {
    expect([...projects.keys()].toSorted()).toEqual(Object.keys(ROLES));
    for (const [name, project] of projects) {
      if (name === "default") continue;
      expect(project.sourceRepos.length * project.destinations.length).not.toBe(0);
      expect(project.namespaceResourceWhitelist).not.toEqual([]);
      expect(JSON.stringify([project.sourceRepos, project.destinations])).not.toContain("*");
      const kinds = [...(project.clusterResourceWhitelist ?? []), ...project.namespaceResourceWhitelist];
      expect(kinds.filter(({ group, kind }) => group === "*" || kind === "*")).toEqual([]);
    }
  });

  it("lets an application's project make nothing outside of namespaces", () => {
    for (const name of OF_ROLLOUTS) expect(projects.get(name)).not.toHaveProperty("clusterResourceWhitelist");
  });

  it("closes the project of Applications that name none", () => {
    const everything = [{ group: "*", kind: "*" }];
    expect(projects.get("default")).toEqual({
      sourceRepos: [],
      destinations: [],
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [],
      clusterResourceBlacklist: everything,
      namespaceResourceBlacklist: everything,
      roles: [],
      syncWindows: [],
    });
    expect(applications.filter(({ spec }) => spec.project === "default")).toEqual([]);
  });

  it("gives its roles exactly what they need in their own project: never the right to delete or to override", () => {
    for (const [name, { roles }] of projects) {
      const expected = ROLES[name]?.map(({ actions, ...role }) => ({
        ...role,
        policies: actions.map(
          (action) => `p, proj:${name}:${role.name}, applications, ${action}, ${name}/*, allow`,
        ),
      }));
      expect([name, roles]).toEqual([name, expected]);
    }
  });

  it("keeps from applications what guards them, and roles of Kubernetes where no application has any", () => {
    for (const name of OF_ROLLOUTS) {
      const kinds = projects.get(name)?.namespaceResourceWhitelist.map(({ kind }) => kind) ?? [];
      expect(kinds.filter((kind) => OF_POLICIES.includes(kind))).toEqual([]);
      const roles = WITH_KUBERNETES_ROLES.includes(name) ? ["Role", "RoleBinding"] : [];
      expect([name, kinds.filter((kind) => kind.startsWith("Role") && kind !== "Rollout")]).toEqual([
        name,
        roles,
      ]);
    }
    expect(projects.get("podinfo")?.namespaceResourceWhitelist).toContainEqual({
      group: "cert-manager.io",
      kind: "Certificate",
    });
  });

  it("leaves the tokens of projects, and what somebody asks Argo CD, to those who wrote them", () => {
    const root = applications.find(({ name }) => name === "root");
    expect(root?.spec.ignoreDifferences).toEqual([
      {
        group: "argoproj.io",
        kind: "Application",
        jsonPointers: ["/metadata/annotations/argocd.argoproj.io~1refresh"],
      },
      {
        group: "argoproj.io",
        kind: "ApplicationSet",
        jsonPointers: ["/metadata/annotations/argocd.argoproj.io~1application-set-refresh"],
      },
      { group: "argoproj.io", kind: "AppProject", jqPathExpressions: [".spec.roles[]?.jwtTokens"] },
    ]);
    expect(root?.spec.syncPolicy.syncOptions).not.toContain("RespectIgnoreDifferences=true");
  });

  it("syncs by itself, tries again, and applies on the server's side, every Application", () => {
    for (const { name, spec } of applications) {
      const { automated, syncOptions, retry } = spec.syncPolicy;
      expect([name, automated.selfHeal, retry.limit > 0]).toEqual([name, true, true]);
      expect(syncOptions).toContain("ServerSideApply=true");
    }
  });

  it("does not fight the rollouts controller", () => {
    expect(ofRollouts().length).toBeGreaterThan(2);
    for (const { spec } of ofRollouts()) {
      const allowed = projects.get(spec.project)?.namespaceResourceWhitelist.map(({ kind }) => kind) ?? [];
      const written = allowed.filter((kind) => WRITTEN_BY_ROLLOUTS.has(kind));
      expect(spec.ignoreDifferences.map(({ kind }) => kind).toSorted()).toEqual(written.toSorted());
      // A path into a list of a custom resource would keep all of the list from being delivered.
      expect(spec.ignoreDifferences.flatMap(({ jqPathExpressions = [] }) => jqPathExpressions)).toEqual([]);
      expect(spec.syncPolicy.syncOptions).toContain("RespectIgnoreDifferences=true");
      const service = spec.ignoreDifferences.find(({ kind }) => kind === "Service");
      expect(service?.jsonPointers).toEqual(["/spec/selector/rollouts-pod-template-hash"]);
    }
  });

  it("asks for no address that kind cannot give", async () => {
    const services = (await environmentObjects(environment)).filter(({ kind }) => kind === "Service");
    expect(services.filter(({ spec }) => spec?.["type"] === "LoadBalancer")).toEqual([]);
    const charts = objects.filter(({ metadata }) => metadata.labels?.["canary.dev/source"] === "chart");
    expect(charts.map(({ metadata }) => metadata.name)).toEqual(
      environment === "remote" ? ["cert-manager", "ingress-nginx"] : [],
    );
    for (const { metadata, spec } of charts) {
      const isRouter = metadata.name === "ingress-nginx";
      expect(JSON.stringify(spec).includes('"service":{"type":"NodePort"}')).toBe(isRouter);
    }
  });

  it("makes podinfo in dev, staging and prod, each from an overlay of its own in a namespace of its own", () => {
    const made = ofRollouts().map(({ name, spec }) => [name, spec.source.path, spec.destination.namespace]);
    expect(made).toEqual(
      ["dev", "staging", "prod"].map((stage) => [
        `podinfo-${stage}`,
        `k8s/podinfo/overlays/${stage}`,
        `podinfo-${stage}`,
      ]),
    );
    const names = manifestSets().map(({ name }) => name);
    expect(made.filter(([, path]) => !names.includes(path ?? ""))).toEqual([]);
  });

  it("has Argo CD make an error of a parameter that an ApplicationSet's element does not have", () => {
    const sets = objects.filter(({ kind }) => kind === "ApplicationSet");
    expect(sets.map(({ spec }) => spec?.["goTemplateOptions"])).toEqual([["missingkey=error"]]);
  });
});

describe("notifications", () => {
  const settingsOf = async (environment: string): Promise<Readonly<Record<string, string>>> => {
    const objects = await renderAll((name) => name === `infra/platform/argocd/overlays/${environment}`);
    const settings = objects.find(({ metadata }) => metadata.name === "argocd-notifications-cm");
    return z.object({ data: z.record(z.string(), z.string()) }).parse(settings).data;
  };

  it("ask for the keys that docs/guides/platform.md lists", async () => {
    const services = Object.entries(await settingsOf("remote")).filter(([key]) => key.startsWith("service."));
    const asked = services.flatMap(([, text]) => text.match(/(?<=\$)[a-z-]+/g) ?? []);
    const guide = readFileSync(join(ROOT, "docs/guides/platform.md"), "utf8");
    const [table = ""] = /\| key \| what \| for \|\n(?:\|.*\n)+/.exec(guide) ?? [];
    const listed = table
      .split("\n")
      .flatMap((line) => line.split("|")[1]?.match(/(?<=`)[a-z-]+(?=`)/g) ?? []);
    expect(listed.length).toBeGreaterThan(4);
    expect(asked.toSorted()).toEqual(listed.toSorted());
  });

  it("go to nobody on a remote cluster until somebody is named, and on the local one to its receiver", async () => {
    const subscribed = async (environment: string): Promise<unknown> =>
      parse((await settingsOf(environment))["subscriptions"] ?? "");
    expect(await subscribed("remote")).toEqual([]);
    expect(await subscribed("local")).toMatchObject([{ recipients: ["receiver"] }]);
  });
});

it("has no object twice with the Gateway API, and starts the rollouts controller again", async () => {
  const chosen = / with the Gateway API$/;
  const objects = await renderAll((name) => chosen.test(name));
  const identities = objects.map((each) => `${each.apiVersion} ${titleOf(each)}`);
  expect(identities.filter((each, index) => identities.indexOf(each) !== index)).toEqual([]);
  const settings = objects.find(({ metadata }) => metadata.name === "argo-rollouts-config");
  expect(JSON.stringify(settings)).toContain("argoproj-labs/gatewayAPI");
  const controller = objects.find(
    ({ kind, metadata }) => kind === "Deployment" && metadata.name === "argo-rollouts",
  );
  const release = /download\/v([\d.]+)\//.exec(JSON.stringify(settings))?.[1];
  expect(JSON.stringify(controller?.spec)).toContain(`"canary.dev/plugins":"gatewayAPI ${release}"`);
});

describe("the number of pods, where there is an autoscaler", () => {
  const scaler = (name: string): KubernetesObject => ({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name, namespace: "a" },
    spec: { scaleTargetRef: { kind: "Rollout", name } },
  });
  const rollout = (name: string, spec: Record<string, unknown>): KubernetesObject => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name, namespace: "a" },
    spec,
  });

  it("is left to it by every manifest", async () => {
    expect(saidBesideAutoscaler(await renderAll())).toEqual([]);
  });

  it("would be found where a manifest says it all the same", () => {
    const objects = [scaler("b"), rollout("b", { replicas: 2 }), scaler("c"), rollout("c", {})];
    expect(saidBesideAutoscaler(objects)).toEqual(["Rollout a/b"]);
  });
});

/** What says how many pods it has although an autoscaler does. */
function saidBesideAutoscaler(objects: readonly KubernetesObject[]): readonly string[] {
  const scaled = objects
    .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
    .flatMap(({ metadata, spec }) => {
      const { name, kind } = z.object({ name: z.string(), kind: z.string() }).parse(spec?.["scaleTargetRef"]);
      return objects.filter(
        (each) =>
          each.kind === kind && each.metadata.name === name && each.metadata.namespace === metadata.namespace,
      );
    });
  return scaled.filter(({ spec }) => spec?.["replicas"] !== undefined).map((each) => titleOf(each));
}
