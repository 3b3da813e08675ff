import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/markdown.ts";
import { setOf } from "./support/application-charts.ts";
import { applicationsIn, forbiddenBy, projectsIn } from "./support/argocd-objects.ts";
import type { Application } from "./support/argocd-objects.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { manifestSets } from "./support/rendered-sets.ts";
import { ROOTS, VARIANTS } from "./support/variants.ts";

/** The Applications of routers, of which a cluster has one. */
const ROUTERS = new Set<string>(ROOTS.map(({ router }) => router));

interface Rendered {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

let sets: readonly Rendered[] = [];

beforeAll(async () => {
  sets = await Promise.all(
    manifestSets().map(async ({ name, render }) => ({ name, objects: await render() })),
  );
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

describe.each(VARIANTS.filter(({ folder }) => folder.startsWith("infra/platform/")))("$name", (variant) => {
  it("is allowed by the project of the Application that makes it", () => {
    const root = sets.find(({ name }) => name === "argocd/root/overlays/remote with the router traefik");
    const applications = applicationsIn(root?.objects ?? []);
    const [application] = applications.filter(({ spec }) => spec.source.path === variant.folder);
    const project = projectsIn(root?.objects ?? []).get(application?.spec.project ?? "");
    const objects = sets.find(({ name }) => name === variant.name)?.objects ?? [];
    if (application === undefined || project === undefined) throw new Error(`nothing has ${variant.folder}`);
    expect(objects).not.toEqual([]);
    expect(forbiddenBy(project, application.spec, objects)).toEqual([]);
  });

  it("is what docs/guides/ingress.md tells people to write", () => {
    const guide = readFileSync(join(ROOT, "docs/guides/ingress.md"), "utf8");
    const line = guide
      .split("\n")
      .find((each) => each.includes(`\`${variant.folder}/kustomization.yaml\`: `));
    expect(line).toContain(`\`${variant.instead.replace(/^ +- /, "")}\``);
  });
});

/** What an Application makes. */
function objectsOf(application: Application): readonly KubernetesObject[] {
  const wanted = setOf(application);
  return sets.find(({ name }) => name === wanted)?.objects ?? [];
}

/** Which object of the cluster it is, whatever version of its kind it is written in. */
function identityOf({ apiVersion, kind, metadata }: KubernetesObject, namespace: string): string {
  return `${groupOf(apiVersion)} ${kind} ${metadata.namespace ?? namespace}/${metadata.name}`;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}
