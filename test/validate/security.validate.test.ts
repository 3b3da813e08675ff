import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { ROOT } from "../support/markdown.ts";
import { matchesLabels } from "./network/network-policy.ts";
import { chartApplications } from "./support/application-charts.ts";
import { ENVIRONMENTS, environmentObjects } from "./support/environment-objects.ts";
import { titleOf, workloadsIn } from "./support/kubernetes-object.ts";
import type { KubernetesObject, PodTemplate, Workload } from "./support/kubernetes-object.ts";
import { PLANNED_SIZES } from "./support/planned-sizes.ts";
import { countedOf, defaultsOf, demandOf, partOf } from "./support/pod-demand.ts";
import type { Demand } from "./support/pod-demand.ts";
import { parseQuantity } from "./support/quantity.ts";
import { renderAll } from "./support/rendered-sets.ts";
import { accountOf, hasToken } from "./support/service-account-token.ts";

/** Namespaces whose pods may be more than `restricted`, with the reason that docs/guides/security.md gives. */
const PRIVILEGED: Readonly<Record<string, string>> = {};

const MODES = ["enforce", "audit", "warn"];

const amount = z.union([z.string(), z.int()]).optional();
const disruptionSchema = z.object({
  selector: z.record(z.string(), z.unknown()),
  minAvailable: amount,
  maxUnavailable: amount,
  unhealthyPodEvictionPolicy: z.string().optional(),
});
const quotaSchema = z.object({ hard: z.record(z.string(), z.union([z.string(), z.int()])) });
const bindingSchema = z.object({
  subjects: z.array(z.object({ namespace: z.string().optional(), name: z.string() })).default([]),
});

describe.each(ENVIRONMENTS)("what runs in %s", (environment) => {
  let objects: readonly KubernetesObject[] = [];
  let workloads: readonly Workload[] = [];
  const ofKind = (kind: string): readonly KubernetesObject[] => objects.filter((each) => each.kind === kind);

  const applicationNamespaces = (): readonly string[] =>
    ofKind("Namespace")
      .filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] === "application")
      .map(({ metadata }) => metadata.name);
  const demandsIn = (namespace: string): readonly Demand[] => {
    const own = workloads.filter((each) => each.namespace === namespace);
    return own.length === 0 ? (PLANNED_SIZES[namespace] ?? []) : own.map((each) => demandOf(each));
  };

  beforeAll(async () => {
    objects = await environmentObjects(environment);
    const namespaces = new Set(ofKind("Namespace").map(({ metadata }) => metadata.name));
    workloads = workloadsIn(objects).filter(({ namespace }) => namespaces.has(namespace));
  });

  it("is in namespaces that hold pods to `restricted`, by a version that is pinned", () => {
    const faults = ofKind("Namespace")
      .filter(({ metadata }) => PRIVILEGED[metadata.name] === undefined)
      .flatMap(({ metadata: { name, labels = {} } }) =>
        MODES.filter(
          (mode) =>
            labels[`pod-security.kubernetes.io/${mode}`] !== "restricted" ||
            !/^v1\.\d+$/.test(labels[`pod-security.kubernetes.io/${mode}-version`] ?? ""),
        ).map((mode) => `${name}: ${mode}`),
      );
    expect(faults).toEqual([]);
  });

  it("names each image with a release, never latest", () => {
    const faults = workloads.flatMap(({ object, template }) =>
      containersOf(template)
        .filter(({ image }) => !/:[\w.-]+(@sha256:[0-9a-f]{64})?$/.test(image) || /:latest\b/.test(image))
        .map(({ image }) => `${titleOf(object)}: ${image}`),
    );
    expect(faults).toEqual([]);
  });

  it("has a service account's token only where a role is bound to that account", () => {
    const bound = new Set(
      [...ofKind("RoleBinding"), ...ofKind("ClusterRoleBinding")].flatMap((binding) =>
        subjectsOf(binding).map(
          ({ namespace, name }) => `${namespace ?? binding.metadata.namespace}/${name}`,
        ),
      ),
    );
    const faults = workloads.filter((each) => hasToken(each, objects) && !bound.has(accountOf(each)));
    expect(faults.map(({ object }) => titleOf(object))).toEqual([]);
  });

  it("can be drained: no PodDisruptionBudget keeps every pod", () => {
    const faults = ofKind("PodDisruptionBudget").filter((budget) => {
      const spec = disruptionSchema.parse(budget.spec);
      const covered = workloads.filter(
        ({ namespace, template }) =>
          namespace === budget.metadata.namespace &&
          matchesLabels(spec.selector, template.metadata?.labels ?? {}),
      );
      return covered.length !== 1 || covered.some(({ replicas = 1 }) => disruptionsOf(spec, replicas) < 1);
    });
    expect(faults.map((each) => titleOf(each))).toEqual([]);
  });

  it("can be drained of pods that are broken: no PodDisruptionBudget waits for them to be healthy", () => {
    const budgets = ofKind("PodDisruptionBudget");
    const waiting = budgets.filter(
      ({ spec }) => disruptionSchema.parse(spec).unhealthyPodEvictionPolicy !== "AlwaysAllow",
    );
    expect(budgets.length).toBeGreaterThan(0);
    // The release of its chart that is rendered cannot say it yet; that ours will is held below.
    const older = environment === "remote" ? ["PodDisruptionBudget ingress/ingress-nginx-controller"] : [];
    expect(waiting.map((each) => titleOf(each))).toEqual(older);
  });

  it("has a PodDisruptionBudget wherever an application has more than one replica", () => {
    const faults = workloads.filter(
      ({ namespace, template, replicas = 1 }) =>
        replicas > 1 &&
        !ofKind("PodDisruptionBudget").some(
          ({ metadata, spec }) =>
            metadata.namespace === namespace &&
            matchesLabels(spec?.["selector"] ?? {}, template.metadata?.labels ?? {}),
        ),
    );
    expect(faults.map(({ object }) => titleOf(object))).toEqual([]);
  });

  it("fits its quota twice and with its surge, because a rollout runs two full sets side by side", () => {
    const faults = ofKind("ResourceQuota").flatMap((quota) => {
      const { hard } = quotaSchema.parse(quota.spec);
      const namespace = quota.metadata.namespace ?? "";
      const range = ofKind("LimitRange").find(({ metadata }) => metadata.namespace === namespace);
      const defaults = range === undefined ? { default: {}, defaultRequest: {} } : defaultsOf(range);
      const neededOf = (name: string): number =>
        demandsIn(namespace)
          .map(({ pods, template }) => pods * countedOf(template, name, defaults))
          .reduce((sum, each) => sum + each, 0);
      return Object.entries(hard)
        .filter(([name]) => !name.startsWith("services."))
        .map(([name, limit]) => ({ name, limit, needed: neededOf(name) }))
        .filter(({ limit, needed }) => needed > parseQuantity(limit))
        .map(({ name, limit, needed }) => `${titleOf(quota)}: ${name} is ${limit}, needed are ${needed}`);
    });
    expect(faults).toEqual([]);
  });

  it("is made or planned in each namespace of an application, and planned only where nothing is made", () => {
    const made = new Set(workloads.map(({ namespace }) => namespace));
    const withoutWorkloads = applicationNamespaces().filter((name) => !made.has(name));
    expect(withoutWorkloads.toSorted()).toEqual(Object.keys(PLANNED_SIZES).toSorted());
  });

  it("has a quota and defaults for containers in each namespace of an application", () => {
    const names = applicationNamespaces();
    const withBoth = ofKind("ResourceQuota").filter(({ metadata }) =>
      ofKind("LimitRange").some((each) => each.metadata.namespace === metadata.namespace),
    );
    expect(withBoth.map(({ metadata }) => metadata.namespace).toSorted()).toEqual(names.toSorted());
  });
});

/** How many of so many healthy pods may be evicted at once. */
function disruptionsOf(
  { minAvailable, maxUnavailable }: Pick<z.infer<typeof disruptionSchema>, "minAvailable" | "maxUnavailable">,
  replicas: number,
): number {
  if (maxUnavailable !== undefined) return partOf(maxUnavailable, replicas);
  return replicas - partOf(minAvailable ?? 0, replicas);
}

function subjectsOf(binding: KubernetesObject): z.infer<typeof bindingSchema>["subjects"] {
  return bindingSchema.parse(binding).subjects;
}

function containersOf({ spec }: PodTemplate): PodTemplate["spec"]["containers"] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

it("pulls on a remote cluster by digest, or docs/guides/security.md says why not", async () => {
  const text = readFileSync(join(ROOT, "docs/guides/security.md"), "utf8");
  const listed = [...text.slice(text.indexOf("## Images")).matchAll(/^\| `([^`]+:[^`]+)` \|/gm)].map(
    ([, image = ""]) => image,
  );
  const pulled = workloadsIn(await environmentObjects("remote"))
    .flatMap(({ template }) => containersOf(template).map(({ image }) => image))
    .filter((image) => !image.includes("@sha256:"));
  expect(listed.toSorted()).toEqual([...new Set(pulled)].toSorted());
});

describe("ingress-nginx, whose chart is rendered in an older release", () => {
  const [chart] = chartApplications().filter(({ release }) => release === "ingress-nginx");

  it("lets its pods be evicted when they are broken, which its chart can since 4.12.0", () => {
    expect(chart?.values["controller"]).toMatchObject({ unhealthyPodEvictionPolicy: "AlwaysAllow" });
  });

  it("has no admission webhook: its port would be open to every pod", async () => {
    const objects = await renderAll((name) => name === chart?.path);
    expect(objects.map(({ kind }) => kind)).toContain("IngressClass");
    expect(objects.filter(({ kind }) => kind === "ValidatingWebhookConfiguration")).toEqual([]);
    expect(JSON.stringify(objects)).not.toContain("8443");
  });
});

describe("disruptions that a budget allows", () => {
  it.each([
    [{ maxUnavailable: 1 }, 1, 1],
    [{ minAvailable: 2 }, 2, 0],
    [{ minAvailable: "50%" }, 3, 1],
    [{ maxUnavailable: "25%" }, 5, 2],
    [{ minAvailable: "100%" }, 4, 0],
  ])("%o of %i pods are %i", (budget, replicas, expected) => {
    expect(disruptionsOf(budget, replicas)).toBe(expected);
  });
});
