import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ENVIRONMENTS, environmentObjects } from "./support/environment-objects.ts";
import { titleOf, workloadsIn } from "./support/kubernetes-object.ts";
import type { KubernetesObject, Workload } from "./support/kubernetes-object.ts";
import { renderAll } from "./support/rendered-sets.ts";
import { runTool } from "./support/run-tool.ts";

/** What kube-score would have and we would not, each with its reason. */
const DECLINED: Readonly<Record<string, string>> = {
  "container-image-pull-policy":
    "a tag is a release and never moves, so IfNotPresent is right and spares the registry",
  "container-ephemeral-storage-request-and-limit":
    "root file systems are read-only, and each volume to write in has a size limit",
  "pod-probes-identical":
    "a program with one address of health has one; what matters is that no probe asks another program",
  "networkpolicy-targets-pod":
    "the table of flows in docs/guides/security.md says which pods policies must find",
  "pod-topology-spread-constraints":
    "the local cluster and kind have one node; a user's overlay knows its zones",
};

/** Manifests of others are used as they are. */
const UPSTREAM = new Set(["argo-rollouts", "argocd"]);

function isOurs({ metadata: { labels = {} } }: KubernetesObject): boolean {
  if (labels["app.kubernetes.io/managed-by"] === "Helm") return false;
  return !UPSTREAM.has(labels["app.kubernetes.io/part-of"] ?? "");
}

/** kube-score does not know Rollouts; their pods are those of a Deployment. */
function asDeployment(object: KubernetesObject): KubernetesObject {
  if (object.kind !== "Rollout") return object;
  const { strategy: _, workloadRef: __, ...spec } = object.spec ?? {};
  return { ...object, apiVersion: "apps/v1", kind: "Deployment", spec };
}

async function criticalOf(objects: readonly KubernetesObject[]): Promise<readonly string[]> {
  const input = objects.map((object) => JSON.stringify(asDeployment(object))).join("\n---\n");
  const ignored = Object.keys(DECLINED).flatMap((name) => ["--ignore-test", name]);
  // A limit of processor time throttles a program that has the processor for itself.
  const argv = ["score", "--output-format", "ci", "--ignore-container-cpu-limit", ...ignored, "-"];
  const { output } = await runTool("kube-score", argv, { input });
  if (!output.includes("[OK]")) throw new Error(output);
  return output.split("\n").filter((line) => line.startsWith("[CRITICAL]"));
}

describe.each(ENVIRONMENTS)("what we run in %s", (environment) => {
  it("has nothing critical for kube-score to say", async () => {
    expect(await criticalOf((await environmentObjects(environment)).filter((each) => isOurs(each)))).toEqual(
      [],
    );
  });
});

it("kube-score sees the pods of a Rollout", async () => {
  const rollout = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Rollout",
    metadata: { name: "a", namespace: "b" },
    spec: {
      selector: { matchLabels: { app: "a" } },
      template: {
        metadata: { labels: { app: "a" } },
        spec: { containers: [{ name: "a", image: "a:latest" }] },
      },
    },
  };
  expect((await criticalOf([rollout])).join("\n")).toContain("latest");
});

const servingSchema = z.object({
  minReadySeconds: z.int().default(0),
  template: z.object({
    spec: z.object({
      terminationGracePeriodSeconds: z.int().default(30),
      containers: z.array(
        z.object({
          ports: z.array(z.unknown()).default([]),
          lifecycle: z
            .object({ preStop: z.object({ sleep: z.object({ seconds: z.int() }).optional() }).optional() })
            .optional(),
        }),
      ),
    }),
  }),
});

/** What docs/guides/ingress.md asks of a Rollout, so that the router knows of each pod before it counts and before it goes. */
function followsReadinessRule({ object }: Workload): boolean {
  const { minReadySeconds, template } = servingSchema.parse(object.spec);
  const { containers, terminationGracePeriodSeconds } = template.spec;
  const sleeps = containers
    .filter(({ ports }) => ports.length > 0)
    .map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0);
  return (
    minReadySeconds >= 2 && Math.min(...sleeps) >= 5 && terminationGracePeriodSeconds > Math.max(...sleeps)
  );
}

it("every Rollout follows the readiness rule of docs/guides/ingress.md", async () => {
  const rollouts = workloadsIn(await renderAll()).filter(({ object }) => object.kind === "Rollout");
  const names = rollouts.map(({ object }) => titleOf(object));
  expect(names).toEqual(
    expect.arrayContaining(["Rollout canary-proof/proof", "Rollout podinfo-prod/podinfo"]),
  );
  const faults = rollouts.filter((each) => !followsReadinessRule(each));
  expect(faults.map(({ object }) => titleOf(object))).toEqual([]);
});
