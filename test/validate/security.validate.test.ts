import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { ROOT } from "../support/markdown.ts";
import { matchesLabels } from "./network/network-policy.ts";
import { ENVIRONMENTS, environmentObjects } from "./support/environment-objects.ts";
import { titleOf, workloadsIn } from "./support/kubernetes-object.ts";
import type { KubernetesObject, PodTemplate, Workload } from "./support/kubernetes-object.ts";
import { parseQuantity } from "./support/quantity.ts";

/** Namespaces whose pods may be more than `restricted`, with the reason that docs/guides/security.md gives. */
const PRIVILEGED: Readonly<Record<string, string>> = {};

const MODES = ["enforce", "audit", "warn"];

const amount = z.union([z.string(), z.int()]).optional();
const disruptionSchema = z.object({
  selector: z.record(z.string(), z.unknown()),
  minAvailable: amount,
  maxUnavailable: amount,
});
const quotaSchema = z.object({ hard: z.record(z.string(), z.union([z.string(), z.int()])) });
const accountSchema = z.object({ automountServiceAccountToken: z.boolean().optional() });
const bindingSchema = z.object({
  subjects: z.array(z.object({ namespace: z.string().optional(), name: z.string() })).default([]),
});

describe.each(ENVIRONMENTS)("what runs in %s", (environment) => {
  let objects: readonly KubernetesObject[] = [];
  let workloads: readonly Workload[] = [];
  const ofKind = (kind: string): readonly KubernetesObject[] => objects.filter((each) => each.kind === kind);

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
    const accounts = new Map(
      ofKind("ServiceAccount").map((each) => [
        `${each.metadata.namespace}/${each.metadata.name}`,
        accountSchema.parse(each).automountServiceAccountToken,
      ]),
    );
    const faults = workloads.filter(({ namespace, template }) => {
      const account = `${namespace}/${template.spec.serviceAccountName ?? "default"}`;
      const mounts = template.spec.automountServiceAccountToken ?? accounts.get(account) ?? true;
      return mounts && !bound.has(account);
    });
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

  it("fits its quota twice, because a rollout runs two full sets side by side", () => {
    const faults = ofKind("ResourceQuota").flatMap((quota) => {
      const own = workloads.filter(({ namespace }) => namespace === quota.metadata.namespace);
      const { hard } = quotaSchema.parse(quota.spec);
      return Object.entries(hard)
        .filter(([name]) => !name.startsWith("services."))
        .map(([name, limit]) => ({ name, limit, needed: neededOf(own, name) }))
        .filter(({ limit, needed }) => needed > parseQuantity(limit))
        .map(({ name, limit, needed }) => `${titleOf(quota)}: ${name} is ${limit}, needed are ${needed}`);
    });
    expect(faults).toEqual([]);
  });

  it("has a quota and defaults for containers in each namespace of an application", () => {
    const names = ofKind("Namespace")
      .filter(({ metadata }) => metadata.labels?.["app.kubernetes.io/component"] === "application")
      .map(({ metadata }) => metadata.name);
    const withBoth = ofKind("ResourceQuota").filter(({ metadata }) =>
      ofKind("LimitRange").some((each) => each.metadata.namespace === metadata.namespace),
    );
    expect(withBoth.map(({ metadata }) => metadata.namespace).toSorted()).toEqual(names.toSorted());
  });
});

/** How many of so many healthy pods may be evicted at once. */
function disruptionsOf(
  { minAvailable, maxUnavailable }: Omit<z.infer<typeof disruptionSchema>, "selector">,
  replicas: number,
): number {
  const share = (value: string | number): number =>
    typeof value === "number" ? value : Math.ceil((replicas * Number.parseInt(value, 10)) / 100);
  if (maxUnavailable !== undefined) return share(maxUnavailable);
  return replicas - share(minAvailable ?? 0);
}

function subjectsOf(binding: KubernetesObject): z.infer<typeof bindingSchema>["subjects"] {
  return bindingSchema.parse(binding).subjects;
}

function containersOf({ spec }: PodTemplate): PodTemplate["spec"]["containers"] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** What two full sets of these workloads ask of a quota's resource: `pods`, `requests.cpu`, `limits.memory`. */
function neededOf(workloads: readonly Workload[], resource: string): number {
  const [group = "", name = ""] = resource.split(".");
  const perPod = ({ template }: Workload): number => {
    if (resource === "pods") return 1;
    return template.spec.containers
      .map(({ resources }) => resources?.[group as "requests" | "limits"]?.[name] ?? "0")
      .reduce((sum, each) => sum + parseQuantity(each), 0);
  };
  return workloads.reduce((sum, each) => sum + 2 * (each.replicas ?? 1) * perPod(each), 0);
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
