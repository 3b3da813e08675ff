import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startTestCluster } from "../support/test-cluster.ts";
import type { TestCluster } from "../support/test-cluster.ts";
import { definitionFiles } from "./support/kubernetes-schemas.ts";
import { titleOf, workloadsIn } from "./support/kubernetes-object.ts";
import type { KubernetesObject } from "./support/kubernetes-object.ts";
import { manifestSets } from "./support/rendered-sets.ts";

const SERVER_SIDE = ["apply", "--server-side", "--field-manager=validate"];

/** Argo CD's finalizer has this name by its definition; newer API servers would like another form. */
const FINALIZER_WARNING =
  /^Warning: metadata\.finalizers: "resources-finalizer\.argocd\.argoproj\.io": .*\n/gm;

let cluster: TestCluster;

/** What the API server prints about objects that it would take: warnings. Rejects when it would not take them. */
async function tryOut(objects: readonly KubernetesObject[]): Promise<string> {
  const input = objects.map((object) => JSON.stringify(object)).join("\n---\n");
  const { stderr } = await cluster.kubectl([...SERVER_SIDE, "--dry-run=server", "-f", "-"], input);
  return stderr.replaceAll(FINALIZER_WARNING, "");
}

/** The project's namespaces, and those that a remote cluster has anyway: objects are only tried out in one that is there. */
async function createNamespaces(): Promise<void> {
  const sets = await Promise.all(
    manifestSets().map(async ({ name, render }) => ({ name, objects: await render() })),
  );
  const own = sets.find(({ name }) => name === "k8s/namespaces")?.objects ?? [];
  const known = new Set(own.map(({ metadata }) => metadata.name));
  const named = new Set(
    sets.flatMap(({ objects }) => objects.flatMap(({ metadata }) => metadata.namespace ?? [])),
  );
  const others = [...named]
    .filter((name) => !known.has(name) && name !== "kube-system" && name !== "default")
    .map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }));
  const input = [...own, ...others].map((each) => JSON.stringify(each)).join("\n---\n");
  await cluster.kubectl([...SERVER_SIDE, "-f", "-"], input);
}

/** A pod of each workload that the server's Pod Security admission does not look into: it knows only kinds of Kubernetes. */
function podsOfRollouts(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return workloadsIn(objects)
    .filter(({ object }) => object.kind === "Rollout")
    .map(({ object, namespace, template }) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: object.metadata.name, namespace, labels: template.metadata?.labels ?? {} },
      spec: { ...template.spec, serviceAccountName: "default" },
    }));
}

describe.skipIf(inject("clusterObstacle") !== null)("the API server, asked without storing anything", () => {
  beforeAll(async () => {
    cluster = await startTestCluster(`${inject("clusterPrefix")}-server`);
    await cluster.kubectl([...SERVER_SIDE, ...definitionFiles().flatMap((path) => ["-f", path])]);
    await cluster.kubectl(["wait", "--for=condition=Established", "crd", "--all", "--timeout=120s"]);
    await createNamespaces();
  });
  afterAll(() => cluster.remove());

  it.each(manifestSets())("takes $name, and warns of nothing", async ({ render }) => {
    expect(await tryOut(await render())).toBe("");
  });

  it("lets the pods of every Rollout into their namespaces", async () => {
    for (const { name, render } of manifestSets()) {
      for (const pod of podsOfRollouts(await render())) {
        expect(`${name}, ${titleOf(pod)}: ${await tryOut([pod])}`).toBe(`${name}, ${titleOf(pod)}: `);
      }
    }
  });

  it("refuses a pod that is not restricted, so the namespaces do hold", async () => {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "a", namespace: "podinfo" },
      spec: { containers: [{ name: "a", image: "a:1", securityContext: { privileged: true } }] },
    };
    await expect(tryOut([pod])).rejects.toThrow("violates PodSecurity");
  });
});
