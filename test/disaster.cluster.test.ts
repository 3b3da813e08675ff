import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import type * as z from "zod";
import * as schemas from "@canary/core/schemas";
import { ourObjects } from "./support/delivered-state.ts";
import { ROOT } from "./support/markdown.ts";
import { nodeProcesses } from "./support/node-programs.ts";
import { underTraffic } from "./support/steady-traffic.ts";
import { startTestCluster } from "./support/test-cluster.ts";
import type { TestCluster } from "./support/test-cluster.ts";

const SOON = { timeout: 120_000, interval: 200 };
const APPLY = ["apply", "--server-side", "--force-conflicts", "--field-manager=canary"];
const PROOF = ["-n", "canary-proof"];
/** Requests, one after the other, that must all be answered by the same version. */
const IN_A_ROW = 50;
/** Milliseconds: some periods of the proof's readiness probe, on a machine that is busy. */
const BLINK = 10_000;

const READY = '{.items[*].status.conditions[?(@.type=="Ready")].status}';

interface Pod {
  readonly metadata: { readonly uid: string };
  readonly spec: {
    readonly containers: readonly { readonly env: readonly { readonly value: string }[] }[];
  };
  /** Without containers as long as no kubelet has told of them. */
  readonly status: { readonly containerStatuses?: readonly { readonly restartCount: number }[] };
}

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

const messageOf = ({ spec }: Pod): string | undefined => spec.containers[0]?.env[0]?.value;

/** uid and restarts of the application's pods, or of those of a version: the same before and after means that none was touched. */
async function pods(version?: string): Promise<readonly string[]> {
  const { items } = JSON.parse(await kubectl(...PROOF, "get", "pods", "-o", "json"));
  return items
    .filter((pod: Pod) => version === undefined || messageOf(pod) === version)
    .map(({ metadata, status }: Pod) =>
      [metadata.uid, ...(status.containerStatuses ?? []).map(({ restartCount }) => restartCount)].join(" "),
    )
    .toSorted();
}

/** The two pods of a rollout at rest, once it is. */
function restingPods(): Promise<readonly string[]> {
  return vi.waitFor(async () => {
    const found = await pods();
    expect(found).toHaveLength(2);
    return found;
  }, SOON);
}

/** Waits until the kubelet has told of itself since a moment, and of a node and pods that are ready. */
async function reportsSince(moment: number): Promise<void> {
  const ready = (objects: string): string[] => ["get", objects, `-o=jsonpath=${READY}`];
  await vi.waitFor(async () => {
    const lease = ["-n", "kube-node-lease", "get", "leases", "-o=jsonpath={.items[*].spec.renewTime}"];
    expect(Date.parse(await kubectl(...lease))).toBeGreaterThan(moment);
    expect(await kubectl(...ready("nodes"))).toBe("True");
    expect(await kubectl(...PROOF, ...ready("pods"))).toBe("True True");
  }, SOON);
}

/** Waits for a version, and then asks whether it is the only one that answers. */
async function isAnsweredBy(version: string): Promise<void> {
  const ask = async (): Promise<void> => {
    for (let count = 0; count < IN_A_ROW; count += 1)
      expect(await (await fetch(address, { headers: { connection: "close" } })).text()).toContain(version);
  };
  await vi.waitFor(ask, SOON);
  await ask();
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

/** What a verb about the cluster prints for programs: what the schema has, and nothing else. */
async function printed<T>(schema: z.ZodType<T>, ...verb: readonly string[]): Promise<T> {
  const document: unknown = JSON.parse((await cluster.canary(["cluster", ...verb])).stdout);
  const parsed = schema.parse(document);
  expect(parsed).toEqual(document);
  return parsed;
}

/** What the manifests made, without what the cluster adds of its own. */
const state = (): Promise<readonly object[]> => ourObjects(kubectl);

describe.skipIf(inject("clusterObstacle") !== null)("when a part of the cluster dies", () => {
  beforeAll(async () => {
    cluster = await startTestCluster(`${inject("clusterPrefix")}-disaster`);
    await install();
    await locate();
  });
  afterAll(() => cluster?.remove());

  async function locate(): Promise<void> {
    ({ stateDirectory } = await printed(schemas.clusterStatusSchema, "status", "-o", "json"));
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
    await isAnsweredBy("second");
  });

  // Before Kubernetes 1.35 a kubelet that starts counts every pod of its node as not ready until it has asked it once
  // (KEP-4781). Where all pods of a Service are on that node, connections are refused meanwhile, if ever.
  it("the kubelet: no pod is touched, users notice a blink at most, and new pods are started again", async () => {
    const before = await restingPods();
    const refused = await underTraffic({ url: address }, async () => {
      await killProgram("kubelet");
      await reportsSince(Date.now());
      expect(await pods()).toEqual(before);
      await updateTo("third");
      // A pod of the new version runs, so the kubelet has looked at those of the old one, too.
      expect(before).toEqual(expect.arrayContaining([...(await pods("second"))]));
    });
    expect(refused.filter((failure) => !failure.includes("ECONNREFUSED"))).toEqual([]);
    expect(millisecondsOf(refused)).toBeLessThan(BLINK);
    const failures = await underTraffic({ url: address }, async () => {
      await promote();
      await kubectl(...PROOF, "wait", "--for=condition=Completed", "rollout/proof", "--timeout=180s");
    });
    expect(failures).toEqual([]);
    await isAnsweredBy("third");
  });

  it("the API server: no pod is touched, users notice nothing, and nothing that it stored is lost", async () => {
    const [before, stored] = [await restingPods(), await state()];
    const failures = await underTraffic({ url: address }, async () => {
      await killProgram("kube-apiserver");
      await vi.waitUntil(() => kubectl("get", "--raw", "/readyz").then(Boolean, () => false), SOON);
      expect(await pods()).toEqual(before);
      expect(await state()).toEqual(stored);
    });
    expect(failures).toEqual([]);
  });

  it("the API server, but only for seconds: whoever asks waits, and does not take the cluster for broken", async () => {
    const [server] = nodeProcesses("kube-apiserver", stateDirectory);
    if (server === undefined) throw new Error("kube-apiserver does not run");
    process.kill(server, "SIGSTOP");
    const goesOn = setTimeout(() => process.kill(server, "SIGCONT"), 5_000);
    try {
      const { state: found } = await printed(schemas.clusterStatusSchema, "status", "-o", "json");
      expect(found).toBe("ready");
    } finally {
      clearTimeout(goesOn);
      process.kill(server, "SIGCONT");
    }
  });

  it("programs that ask are told of it, in the shapes of the published schemas", async () => {
    const { restarted } = await printed(schemas.clusterStatusSchema, "status", "-o", "json");
    expect(restarted?.map(({ name }) => name)).toContain("kube-apiserver");
    const { path } = await printed(schemas.kubeconfigPathSchema, "kubeconfig", "-o", "json");
    expect(path).toBe(cluster.kubeconfig);
    const { imagesDirectory } = await printed(schemas.clusterBuildSchema, "build", "-o", "json");
    const archive = join(imagesDirectory, "podinfo-image.tar");
    const { images } = await printed(schemas.imageListSchema, "load-image", archive, "-o", "json");
    expect(images).toEqual([expect.stringMatching(/podinfo:/)]);
    const logs = ["logs", "kubelet", "--tail", "1", "-o", "jsonl"];
    expect((await printed(schemas.logLineSchema, ...logs)).component).toBe("kubelet");
  });

  it("all of it: the same comes from Git again", async () => {
    const before = await state();
    expect((await printed(schemas.clusterDownSchema, "down", "-o", "json")).changed).toBe(true);
    const up = await cluster.canary(["cluster", "up"]);
    expect(up.exitCode).toBe(0);
    expect(up.stdout).toContain(`eval "$(canary cluster env --provider local --name ${cluster.name})"`);
    await install();
    await locate();
    const after = JSON.stringify(await state(), undefined, 1);
    // The update was made by hand, past Git: what comes back is what Git says.
    expect(after).toContain("first");
    expect(JSON.stringify(before, undefined, 1).replace("third", "first")).toBe(after);
  });
});
