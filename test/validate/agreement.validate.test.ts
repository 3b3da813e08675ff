import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { readMarkdownFiles, ROOT } from "../support/markdown.ts";
import { chartApplications } from "./support/application-charts.ts";
import { applicationsIn, forbiddenBy, projectsIn } from "./support/argocd-objects.ts";
import type { Application } from "./support/argocd-objects.ts";
import { gitFiles } from "./support/git-files.ts";
import { titleOf } from "./support/kubernetes-object.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { manifestSets } from "./support/rendered-sets.ts";
import { ROOTS } from "./support/variants.ts";

/** The Applications of routers, of which a cluster has one. */
const ROUTERS = new Set<string>(ROOTS.map(({ router }) => router));

/** Namespaces that are not ours to make: Kubernetes' own, and those that an upstream installation makes. */
const FOREIGN = new Set(["cert-manager", "default", "kube-system"]);

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Rendered {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

let sets: readonly Rendered[] = [];
let namespaces: ReadonlySet<string> = new Set();

const allObjects = (): readonly KubernetesObject[] => sets.flatMap(({ objects }) => objects);
const isUnknown = (name: string): boolean => !namespaces.has(name) && !FOREIGN.has(name);

beforeAll(async () => {
  sets = await Promise.all(
    manifestSets().map(async ({ name, render }) => ({ name, objects: await render() })),
  );
  const made = sets.find(({ name }) => name === "k8s/namespaces")?.objects ?? [];
  namespaces = new Set(made.map(({ metadata }) => metadata.name));
});

describe("namespaces", () => {
  it("of manifests are made in k8s/namespaces", () => {
    const faults = allObjects().filter(({ metadata }) => isUnknown(metadata.namespace ?? "default"));
    expect([...new Set(faults.map((each) => titleOf(each)))]).toEqual([]);
  });

  it("of playbooks are made there too", () => {
    const named = gitFiles((path) => /^playbooks\/.*\.ya?ml$/.test(path)).flatMap((path) =>
      [...read(path).matchAll(/\B-n(?:,\s*|\s+- )([a-z][a-z0-9-]*)/g)].map((match) => match[1] ?? ""),
    );
    expect(named).toContain("canary-proof");
    expect(named.filter((name) => isUnknown(name))).toEqual([]);
  });

  it("of documents are made there too", () => {
    const faults = readMarkdownFiles().flatMap(({ path, text }) =>
      [...text.matchAll(/(?:\bkubectl (?:\S+ )*?-n |[Nn]amespace `)([a-z][a-z0-9-]*)/g)]
        .map((match) => match[1] ?? "")
        .filter((name) => isUnknown(name))
        .map((name) => `${path}: ${name}`),
    );
    expect(faults).toEqual([]);
  });

  it("are all in the table of docs/guides/security.md", () => {
    const text = read("docs/guides/security.md");
    const table = text.slice(text.indexOf("| namespace | holds |"), text.indexOf("There is no exception"));
    const listed = table
      .split("\n")
      .flatMap((line) =>
        [...(line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ""),
      );
    expect(listed.toSorted()).toEqual([...namespaces].toSorted());
  });
});

describe("hosts", () => {
  /** The host names that the plan gives to applications. */
  const planned = new Set(read("PRD.md").match(/\b[a-z][a-z-]*(?:\.example\.com|\.local)\b/g));

  it("of Ingresses and routes are those of PRD.md", () => {
    expect(planned).toContain("canary.local");
    const hosts = allObjects()
      .filter(({ kind }) => kind === "Ingress" || kind === "HTTPRoute")
      .flatMap(({ spec }) => hostsOf(spec));
    expect(hosts.filter((host) => !planned.has(host))).toEqual([]);
  });
});

/** As much of an Ingress, which has its hosts in rules, and of a route, which has them beside its rules. */
const hostsSchema = z.object({
  rules: z.array(z.object({ host: z.string().optional() })).default([]),
  hostnames: z.array(z.string()).default([]),
});

function hostsOf(spec: KubernetesObject["spec"]): readonly string[] {
  const { rules, hostnames } = hostsSchema.parse(spec ?? {});
  return [...hostnames, ...rules.flatMap(({ host }) => host ?? [])];
}

const canarySchema = z.object({
  strategy: z.object({ canary: z.object({ steps: z.array(z.object({ setWeight: z.int().optional() })) }) }),
});

describe("weights", () => {
  /** The Rollout's name and the task of PRD.md whose first item with weights is its plan. */
  const PLANS = [
    ["canary-app", "canary-rollout", [10, 25, 50, 75, 100]],
    ["podinfo", "podinfo-rollout", [10, 30, 50, 75, 100]],
    ["orchestrator", "orch-rollout", [10, 25, 50, 75, 100]],
  ] as const;

  it.each(PLANS)("of %s are those of PRD.md", (name, task, expected) => {
    const text = read("PRD.md");
    const line = /^ {2}- .*100 %.*$/m.exec(text.slice(text.indexOf(`{#${task}}`)))?.[0] ?? "";
    const weights = [...line.matchAll(/(\d+)(?= %|, \d+(?:,| and)| and \d+ %)/g)].map((match) =>
      Number(match[1]),
    );
    expect(weights).toEqual(expected);
    const rollouts = sets
      .filter((set) => !/\/(ci|profiles)\//.test(set.name))
      .flatMap(({ objects }) => objects)
      .filter(({ kind, metadata }) => kind === "Rollout" && metadata.name === name);
    for (const { spec } of rollouts) {
      const { strategy } = canarySchema.parse(spec);
      const steps = strategy.canary.steps.flatMap(({ setWeight }) => setWeight ?? []);
      // The end of the steps is 100 %, said or not.
      expect(steps.at(-1) === 100 ? steps : [...steps, 100]).toEqual(weights);
    }
  });
});

describe.each(ROOTS)("the Applications of $set", ({ environment, set, router, unused }) => {
  const ofEnvironment = (): readonly KubernetesObject[] =>
    sets.filter(({ name }) => name === set).flatMap(({ objects }) => objects);
  const applications = (): readonly Application[] => applicationsIn(ofEnvironment());

  it("name folders that render", () => {
    const paths = applications().flatMap(({ spec }) => spec.source.path ?? []);
    expect(paths.filter((path) => !sets.some(({ name }) => name === path))).toEqual([]);
  });

  it("are allowed by their projects to make every object of those folders, where they make it", () => {
    const projects = projectsIn(ofEnvironment());
    const faults = applications().flatMap(({ name, spec }) => {
      const project = projects.get(spec.project);
      if (project === undefined) return [`${name}: no project ${spec.project}`];
      const objects = objectsOf({ name, spec });
      return forbiddenBy(project, spec, objects).map((fault) => `${name}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it("would be allowed to make what the example for External Secrets has", () => {
    const [application] = applications().filter(({ spec }) => spec.destination.namespace === "monitoring");
    const example = sets.find(({ name }) => name === "infra/platform/external-secrets/base")?.objects ?? [];
    const project = projectsIn(ofEnvironment()).get("platform");
    if (application === undefined || project === undefined) throw new Error("nothing is in monitoring");
    expect(example.map(({ kind }) => kind)).toContain("ExternalSecret");
    expect(forbiddenBy(project, application.spec, example)).toEqual([]);
  });

  it("take in every component of infra/platform that has an overlay for it, and of the routers the one", () => {
    const taken = applications().map(({ spec }) => spec.source.path ?? "");
    const overlays = sets
      .map(({ name }) => name)
      .filter((name) => new RegExp(`^infra/platform/[^/]+/overlays/${environment}$`).test(name));
    expect(overlays.filter((path) => !taken.includes(path))).toEqual(unused);
    const chosen = applications().flatMap(({ name }) => (ROUTERS.has(name) ? [name] : []));
    expect(chosen).toEqual([router]);
  });

  it("make no object twice: two owners would undo each other's work", () => {
    const owners = new Map<string, readonly string[]>();
    for (const { name, spec } of applications()) {
      for (const object of objectsOf({ name, spec })) {
        const identity = identityOf(object, isClusterWide(object) ? "" : (spec.destination.namespace ?? ""));
        owners.set(identity, [...(owners.get(identity) ?? []), name]);
      }
    }
    expect([...owners.values()].flat()).toContain("root");
    expect([...owners].filter(([, names]) => names.length > 1)).toEqual([]);
  });

  /** Only the platform makes such objects, and its project names their kinds. */
  function isClusterWide({ apiVersion, kind }: KubernetesObject): boolean {
    const allowed = projectsIn(ofEnvironment()).get("platform")?.clusterResourceWhitelist ?? [];
    return allowed.some((each) => each.kind === kind && each.group === groupOf(apiVersion));
  }
});

/** What an Application makes: of a folder, or of a chart. */
function objectsOf({ name, spec }: Application): readonly KubernetesObject[] {
  const chart = chartApplications().find(
    ({ release }) => spec.source.chart !== undefined && release === name,
  );
  const wanted = chart === undefined ? spec.source.path : chart.path;
  return sets.find((each) => each.name === wanted)?.objects ?? [];
}

/** Which object of the cluster it is, whatever version of its kind it is written in. */
function identityOf({ apiVersion, kind, metadata }: KubernetesObject, namespace: string): string {
  return `${groupOf(apiVersion)} ${kind} ${metadata.namespace ?? namespace}/${metadata.name}`;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}
