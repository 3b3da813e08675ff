import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { ROOT } from "./support/markdown.ts";
import { nodeProcesses } from "./support/node-programs.ts";
import { underTraffic } from "./support/steady-traffic.ts";
import { startTestCluster } from "./support/test-cluster.ts";
import type { TestCluster } from "./support/test-cluster.ts";

const SOON = { timeout: 120_000, interval: 200 };
const APPLY = ["apply", "--server-side", "--force-conflicts", "--field-manager=canary"];
const PROOF = ["-n", "canary-proof"];
/** Milliseconds: some periods of the proof's readiness probe, on a machine that is busy. */
const BLINK = 10_000;

let cluster: TestCluster;
let stateDirectory: string;
let address: string;

const kubectl = async (...argv: readonly string[]): Promise<string> => (await cluster.kubectl(argv)).stdout;

/** What Git says, put into the cluster: namespaces, policies, the controller, and the rollout that proves it. */
async function install(): Promise<void> {
  const built = await cluster.canary(["cluster", "build", "--provider", "kind", "-o", "json"]);
  const { manifestsDirectory } = JSON.parse(built.stdout);
  const upstream = join(manifestsDirectory, "argo-rollouts/install.yaml");
  await kubectl(...APPLY, "-k", join(ROOT, "k8s/namespaces"));
  await kubectl(...APPLY, "-k", join(ROOT, "infra/platform/policies/overlays/local"));
  await kubectl(...APPLY, "-n", "argo-rollouts", "-f", upstream);
  await kubectl("wait", "--for=condition=Established", "crd/rollouts.argoproj.io", "--timeout=60s");
  await kubectl(...APPLY, "-k", join(ROOT, "infra/platform/proof"));
  await kubectl(
    ...PROOF,
    "wait",
    "--for=jsonpath={.status.phase}=Healthy",
    "rollout/proof",
    "--timeout=180s",
  );
}

/** Begins an update and waits until it pauses at half weight. */
async function updateTo(message: string): Promise<void> {
  const patch = [{ op: "replace", path: "/spec/template/spec/containers/0/env/0/value", value: message }];
  await kubectl(...PROOF, "patch", "rollout/proof", "--type=json", `-p=${JSON.stringify(patch)}`);
  await kubectl(...PROOF, "wait", "--for=condition=Paused", "rollout/proof", "--timeout=120s");
}

async function promote(): Promise<void> {
  const patch = `-p={"status":{"pauseConditions":null}}`;
  await kubectl(...PROOF, "patch", "rollout/proof", "--subresource=status", "--type=merge", patch);
}

/** uid and restarts of the application's pods: the same before and after means that none was touched. */
async function pods(): Promise<readonly string[]> {
  const { items } = JSON.parse(await kubectl(...PROOF, "get", "pods", "-o", "json"));
  return items
    .map((pod: { metadata: { uid: string }; status: { containerStatuses: { restartCount: number }[] } }) =>
      [pod.metadata.uid, ...pod.status.containerStatuses.map(({ restartCount }) => restartCount)].join(" "),
    )
    .toSorted();
}

/** Kills a program of the node and waits until another of its kind runs. */
async function killProgram(name: string): Promise<void> {
  const [victim] = nodeProcesses(name, stateDirectory);
  if (victim === undefined) throw new Error(`${name} does not run`);
  process.kill(victim, "SIGKILL");
  await vi.waitUntil(() => nodeProcesses(name, stateDirectory).some((pid) => pid !== victim), SOON);
}

/** From the first failure to the last; each begins with its time. */
function millisecondsOf(failures: readonly string[]): number {
  const times = failures.map((failure) => Date.parse(failure.split(" ", 1)[0] ?? ""));
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}

/** What the manifests made, without what the cluster adds of its own. */
async function state(): Promise<unknown> {
  const kinds =
    "namespaces,networkpolicies,resourcequotas,limitranges,poddisruptionbudgets,services,rollouts,deployments";
  const { items } = JSON.parse(
    await kubectl("get", kinds, "-A", "-l", "app.kubernetes.io/part-of=canary", "-o", "json"),
  );
  return items.map(
    ({ kind, metadata, spec }: { kind: string; metadata: never; spec: Record<string, unknown> }) => {
      const { name, namespace, labels } = metadata as Record<string, unknown>;
      const { clusterIP: _, clusterIPs: __, ...lasting } = spec;
      return { kind, name, namespace, labels, spec: lasting };
    },
  );
}

describe.skipIf(inject("clusterObstacle") !== null)("when a part of the cluster dies", () => {
  beforeAll(async () => {
    cluster = await startTestCluster(`${inject("clusterPrefix")}-disaster`);
    await install();
    await locate();
  });
  afterAll(() => cluster.remove());

  async function locate(): Promise<void> {
    ({ stateDirectory } = JSON.parse((await cluster.canary(["cluster", "status", "-o", "json"])).stdout));
    const { spec } = JSON.parse(await kubectl(...PROOF, "get", "service", "proof", "-o", "json"));
    address = `http://${spec.clusterIP}/`;
  }

  it("the rollouts controller, in the middle of an update: users notice nothing, and the update is finished", async () => {
    const failures = await underTraffic({ url: address }, async () => {
      await updateTo("second");
      const pod = ["pod", "-l", "app.kubernetes.io/name=argo-rollouts"];
      await kubectl("-n", "argo-rollouts", "delete", ...pod, "--force", "--grace-period=0");
      await promote();
      await kubectl(...PROOF, "wait", "--for=condition=Completed", "rollout/proof", "--timeout=180s");
    });
    expect(failures).toEqual([]);
    expect(await (await fetch(address)).text()).toContain("second");
  });

  // Before Kubernetes 1.35 a kubelet that starts counts every pod of its node as not ready until it has asked it once
  // (KEP-4781). Where all pods of a Service are on that node, connections are refused meanwhile, if ever.
  it("the kubelet: no pod is touched, users notice a blink at most, and new pods are started again", async () => {
    await vi.waitUntil(async () => (await pods()).length === 2, SOON);
    const before = await pods();
    const refused = await underTraffic({ url: address }, async () => {
      await killProgram("kubelet");
      expect(await pods()).toEqual(before);
      await updateTo("third");
    });
    expect(refused.filter((failure) => !failure.includes("ECONNREFUSED"))).toEqual([]);
    expect(millisecondsOf(refused)).toBeLessThan(BLINK);
    const failures = await underTraffic({ url: address }, async () => {
      await promote();
      await kubectl(...PROOF, "wait", "--for=condition=Completed", "rollout/proof", "--timeout=180s");
    });
    expect(failures).toEqual([]);
  });

  it("the API server: no pod is touched, users notice nothing, and nothing that it stored is lost", async () => {
    await vi.waitUntil(async () => (await pods()).length === 2, SOON);
    const [before, stored] = [await pods(), await state()];
    const failures = await underTraffic({ url: address }, async () => {
      await killProgram("kube-apiserver");
      await vi.waitUntil(() => kubectl("get", "--raw", "/readyz").then(Boolean, () => false), SOON);
      expect(await pods()).toEqual(before);
      expect(await state()).toEqual(stored);
    });
    expect(failures).toEqual([]);
  });

  it("all of it: the same comes from Git again", async () => {
    const before = await state();
    expect((await cluster.canary(["cluster", "down"])).exitCode).toBe(0);
    expect((await cluster.canary(["cluster", "up"])).exitCode).toBe(0);
    await install();
    await locate();
    const after = JSON.stringify(await state(), undefined, 1);
    // The update was made by hand, past Git: what comes back is what Git says.
    expect(after).toContain("first");
    expect(JSON.stringify(before, undefined, 1).replace("third", "first")).toBe(after);
  });
});
