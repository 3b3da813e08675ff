import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { syncVerdict } from "../../packages/gitops/src/sync-windows.ts";
import { ROOT } from "../support/markdown.ts";
import { chartApplications } from "./support/application-charts.ts";
import { applicationsIn, fill, projectsIn } from "./support/argocd-objects.ts";
import type { Application, ProjectSpec } from "./support/argocd-objects.ts";
import { ENVIRONMENTS, environmentObjects } from "./support/environment-objects.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { manifestSets, renderAll } from "./support/rendered-sets.ts";

/** Projects whose Applications have rollouts in them. */
const OF_ROLLOUTS = ["orchestrator", "podinfo", "rollouts"];

/** What the rollouts controller writes into objects that Git has, and which tool tells a difference there from one that matters. */
const WRITTEN_BY_ROLLOUTS = ["Service", "Ingress", "VirtualService", "HTTPRoute"];

/** Charts that no Go module has, each with what is held instead. */
const NOT_RENDERED = ["argocd/routers/nginx/ingress-nginx.yaml"];

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

  it("has its four projects, each with sources, destinations, kinds and roles of its own", () => {
    expect([...projects.keys()].toSorted()).toEqual(["orchestrator", "platform", "podinfo", "rollouts"]);
    for (const project of projects.values()) {
      expect(project.sourceRepos.length * project.destinations.length * project.roles.length).not.toBe(0);
      expect(JSON.stringify([project.sourceRepos, project.destinations])).not.toContain("*");
      const kinds = [...project.clusterResourceWhitelist, ...project.namespaceResourceWhitelist];
      expect(kinds.filter(({ group, kind }) => group === "*" || kind === "*")).toEqual([]);
    }
  });

  it("lets an application's project make nothing outside of namespaces", () => {
    for (const name of OF_ROLLOUTS) expect(projects.get(name)?.clusterResourceWhitelist).toEqual([]);
  });

  it("gives roles what they need in their own project, and never the right to delete or to override", () => {
    for (const [name, { roles }] of projects) {
      for (const policy of roles.flatMap(({ policies }) => policies)) {
        const [, subject = "", resource, action = "", object = ""] = policy.split(", ");
        expect(subject).toMatch(new RegExp(`^proj:${name}:(deployer|operator)$`));
        expect(resource).toBe("applications");
        expect(action).toMatch(/^(get|sync|action\/argoproj\.io\/Rollout\/\*)$/);
        expect(object).toBe(`${name}/*`);
      }
    }
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
      expect(spec.ignoreDifferences.map(({ kind }) => kind)).toEqual(WRITTEN_BY_ROLLOUTS);
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

  it("makes an error of a parameter that an ApplicationSet's element does not have", () => {
    const sets = objects.filter(({ kind }) => kind === "ApplicationSet");
    expect(sets.map(({ spec }) => spec?.["goTemplateOptions"])).toEqual([["missingkey=error"]]);
    expect(() => fill("podinfo-{{ .enviroment }}", { environment: "dev" })).toThrow("enviroment");
  });
});

it("renders the charts that Applications install, but for one whose module is not served", () => {
  const rendered = new Set(manifestSets().map(({ name }) => name));
  const paths = chartApplications().map(({ path }) => path);
  expect(paths).toContain("argocd/applications/remote/cert-manager.yaml");
  expect(paths.filter((path) => !rendered.has(path))).toEqual(NOT_RENDERED);
});

describe("sync windows", () => {
  let projects: ReadonlyMap<string, ProjectSpec> = new Map();
  let applications: readonly Application[] = [];
  beforeAll(async () => {
    const objects = await renderAll((name) => name === "argocd/root/overlays/remote");
    projects = projectsIn(objects);
    applications = applicationsIn(objects);
  });

  /** Applications of each project, those that are there and those of which PRD.md names the namespace. */
  const HELD: readonly (readonly [project: string, application: string, namespace: string])[] = [
    ["podinfo", "podinfo-prod", "podinfo-prod"],
    ["rollouts", "blue-green-app", "canary-blue-green"],
    ["rollouts", "canary-app", "canary-canary"],
    ["orchestrator", "orchestrator", "orchestrator"],
  ];

  describe.each(HELD)("of %s hold %s in %s", (project, name, namespace) => {
    it.each([
      ["Friday 17:59", "2026-11-20T17:59:00Z", true],
      ["Friday 18:00", "2026-11-20T18:00:00Z", false],
      ["Sunday noon", "2026-11-22T12:00:00Z", false],
      ["Monday 05:59", "2026-11-23T05:59:00Z", false],
      ["Monday 06:00", "2026-11-23T06:00:00Z", true],
    ])("on %s", (_, time, automatic) => {
      const windows = projects.get(project)?.syncWindows ?? [];
      const verdict = syncVerdict(windows, { name, namespace }, new Date(time));
      expect(verdict).toMatchObject({ automatic, manual: true });
    });
  });

  it("each select by a namespace that an Application has, or that PRD.md gives to one", () => {
    const planned =
      readFileSync(join(ROOT, "PRD.md"), "utf8").match(/(?<=[Nn]amespace `)[a-z-]+(?=`)/g) ?? [];
    for (const [name, { syncWindows, destinations }] of projects) {
      const own = applications.filter(({ spec }) => spec.project === name);
      const known = new Set([...planned, ...own.map(({ spec }) => spec.destination.namespace)]);
      const selected = syncWindows.flatMap(({ namespaces = [] }) => namespaces);
      expect(selected.filter((namespace) => !known.has(namespace))).toEqual([]);
      const allowed = destinations.map(({ namespace }) => namespace);
      expect(selected.filter((namespace) => !allowed.includes(namespace))).toEqual([]);
      const held = HELD.filter(([project]) => project === name).map(([, , namespace]) => namespace);
      expect(selected.toSorted()).toEqual(held.toSorted());
    }
  });

  it("do not hold podinfo in dev and staging", () => {
    const windows = projects.get("podinfo")?.syncWindows ?? [];
    const held = applications
      .filter(({ spec }) => spec.project === "podinfo")
      .filter(({ name, spec }) => {
        const application = { name, namespace: spec.destination.namespace };
        return !syncVerdict(windows, application, new Date("2026-11-22T12:00:00Z")).automatic;
      });
    expect(held.map(({ name }) => name)).toEqual(["podinfo-prod"]);
  });

  it.each(["argocd/root/overlays/local", "argocd/root/overlays/remote without sync windows"])(
    "are not in %s, and nowhere in the platform",
    async (set) => {
      expect(projects.get("platform")?.syncWindows).toEqual([]);
      const without = projectsIn(await renderAll((name) => name === set));
      expect([...without.values()].flatMap(({ syncWindows }) => syncWindows)).toEqual([]);
    },
  );
});
