import { beforeAll, describe, expect, it } from "vitest";
import { setOf } from "./support/application-charts.ts";
import { ENVIRONMENTS } from "./support/environment-objects.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { manifestSets } from "./support/rendered-sets.ts";
import { orderedApplications, waveFaults, waveOf } from "./support/sync-waves.ts";
import type { OrderedApplication } from "./support/sync-waves.ts";

/** The server that Git is read from is there before everything else, and so beside the policies. */
const isWithPolicies = (name: string): boolean => name === "git-server";

let sets: ReadonlyMap<string, readonly KubernetesObject[]> = new Map();

beforeAll(async () => {
  sets = new Map(
    await Promise.all(manifestSets().map(async ({ name, render }) => [name, await render()] as const)),
  );
});

describe.each(ENVIRONMENTS)("the sync waves of %s", (environment) => {
  let objects: readonly KubernetesObject[] = [];
  let applications: readonly OrderedApplication[] = [];

  beforeAll(() => {
    objects = sets.get(`argocd/root/overlays/${environment}`) ?? [];
    // The bootstrap makes the root Application, and Argo CD with the kinds that the root Application has.
    applications = orderedApplications(objects, (each) => sets.get(setOf(each)) ?? []).filter(
      ({ name }) => name !== "root",
    );
  });

  const wavesOf = (kind: string): readonly number[] =>
    objects.filter((object) => object.kind === kind).map((object) => waveOf(object));
  const faultsWith = (wave: number, ...names: readonly string[]): readonly string[] =>
    waveFaults(
      applications.map((each) => (names.includes(each.name) ? { ...each, wave } : each)),
      isWithPolicies,
    );

  it("make namespaces and kinds before what is of them, and policies before what they are for", () => {
    expect(applications.length).toBeGreaterThan(9);
    expect(waveFaults(applications, isWithPolicies)).toEqual([]);
  });

  it("make projects with the namespaces, before the Applications of everything else", () => {
    const projects = Math.max(...wavesOf("AppProject"));
    const others = applications.filter(({ name }) => name !== "namespaces").map(({ wave }) => wave);
    expect(projects).toBeLessThan(Math.min(...others));
    expect(projects).toBeLessThan(Math.min(...wavesOf("ApplicationSet")));
  });

  it("would be wrong where the namespaces came with the policies", () => {
    expect(faultsWith(0, "namespaces")).toContain("policies: namespace argocd");
  });

  it("would be wrong where the policies came with the controllers", () => {
    const faults = faultsWith(1, "policies");
    expect(faults).toContain("argo-rollouts: policies");
    expect(faults).toContain(`${environment === "local" ? "traefik" : "ingress-nginx"}: policies`);
  });

  it.each(
    environment === "remote"
      ? [
          ["argo-rollouts", "podinfo-prod: kind Rollout of argoproj.io"],
          ["cert-manager", "certificates: kind Certificate of cert-manager.io"],
        ]
      : [["argo-rollouts", "podinfo-prod: kind Rollout of argoproj.io"]],
  )("would be wrong where %s came with what uses its kinds", (name, fault) => {
    expect(faultsWith(2, name)).toContain(fault);
  });

  it("would be wrong where nothing made a kind", () => {
    const others = applications.filter(({ name }) => name !== "argo-rollouts");
    expect(waveFaults(others, isWithPolicies)).toContain("podinfo-dev: kind Rollout of argoproj.io");
  });
});
