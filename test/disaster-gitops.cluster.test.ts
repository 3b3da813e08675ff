import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { ROOT } from "./support/markdown.ts";
import { SteadyTraffic } from "./support/steady-traffic.ts";
import { startTestCluster } from "./support/test-cluster.ts";
import type { TestCluster } from "./support/test-cluster.ts";

const SOON = { timeout: 180_000, interval: 500 };
const HOST = "proof.local";

let cluster: TestCluster;

const kubectl = async (...argv: readonly string[]): Promise<string> => (await cluster.kubectl(argv)).stdout;

/** The working tree into the cluster's Git, and Argo CD to deliver it. */
async function bootstrap(): Promise<void> {
  await kubectl("apply", "--server-side", "--field-manager=canary", "-k", join(ROOT, "k8s/namespaces"));
  await cluster.succeed(["--cwd", ROOT, "gitops", "bootstrap", "--worktree"]);
  await settled();
}

/** Waits until every Application is Synced and Healthy; returns their names. */
async function settled(): Promise<readonly string[]> {
  const wait = ["gitops", "status", "--wait", "--timeout", "400", "-o", "json"];
  const { applications } = JSON.parse(await cluster.succeed(["--cwd", ROOT, ...wait]));
  return applications.map(({ name }: { name: string }) => name).toSorted();
}

/** An application that users reach through the ingress. It is no part of what Git says. */
async function installProof(): Promise<void> {
  const ingress = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "proof", namespace: "canary-proof" },
    spec: {
      ingressClassName: "nginx",
      rules: [
        {
          host: HOST,
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: "proof", port: { name: "http" } } },
              },
            ],
          },
        },
      ],
    },
  };
  await kubectl("apply", "--server-side", "-k", join(ROOT, "infra/platform/proof"));
  await cluster.kubectl(["apply", "--server-side", "-f", "-"], JSON.stringify(ingress));
  const healthy = ["--for=jsonpath={.status.phase}=Healthy", "rollout/proof", "--timeout=180s"];
  await kubectl("-n", "canary-proof", "wait", ...healthy);
}

/** Users at work, through the ingress, while something happens: the requests that were not answered. */
async function underTraffic(work: () => Promise<void>): Promise<readonly string[]> {
  const { spec } = JSON.parse(await kubectl("-n", "ingress", "get", "service", "traefik", "-o", "json"));
  const url = `http://${spec.clusterIP}/`;
  await vi.waitUntil(() => fetchStatus(url).then((status) => status === 200), SOON);
  const traffic = new SteadyTraffic(url, HOST);
  try {
    await vi.waitUntil(() => traffic.requests > 50, SOON);
    await work();
    const served = traffic.requests;
    await vi.waitUntil(() => traffic.requests > served + 200, SOON);
  } finally {
    await traffic.stop();
  }
  return (await traffic.stop()).failures;
}

/** One request; 0 where there was no answer. */
async function fetchStatus(url: string): Promise<number> {
  const traffic = new SteadyTraffic(url, HOST);
  await vi.waitUntil(() => traffic.requests > 0, SOON);
  return (await traffic.stop()).failures.length === 0 ? 200 : 0;
}

describe.skipIf(inject("clusterObstacle") !== null)("a platform that Git describes", () => {
  beforeAll(async () => {
    cluster = await startTestCluster(`${inject("clusterPrefix")}-gitops`, "platform");
    await bootstrap();
    await installProof();
  }, 1_500_000);
  afterAll(() => cluster.remove());

  it("comes back when its namespaces are deleted, and users of applications notice nothing", async () => {
    const failures = await underTraffic(async () => {
      const old = await kubectl("get", "namespace", "argo-rollouts", "-o", "jsonpath={.metadata.uid}");
      await kubectl("delete", "namespace", "argo-rollouts", "monitoring", "--timeout=120s");
      await vi.waitUntil(
        () =>
          kubectl(
            "-n",
            "argo-rollouts",
            "rollout",
            "status",
            "deployment/argo-rollouts",
            "--timeout=5s",
          ).then(Boolean, () => false),
        SOON,
      );
      expect(await kubectl("get", "namespace", "argo-rollouts", "-o", "jsonpath={.metadata.uid}")).not.toBe(
        old,
      );
      expect(await settled()).toContain("namespaces");
    });
    expect(failures).toEqual([]);
    expect(await kubectl("-n", "canary-proof", "get", "networkpolicies", "-o", "name")).toContain(
      "default-deny",
    );
  });

  it("is delivered and kept again after Argo CD was killed, and users notice nothing", async () => {
    const failures = await underTraffic(async () => {
      await kubectl("-n", "argocd", "delete", "pods", "--all", "--force", "--grace-period=0");
      // What nobody may change by hand: Argo CD, back at work, changes it back.
      await kubectl("-n", "argo-rollouts", "scale", "deployment/argo-rollouts", "--replicas=0");
      const replicas = [
        "-n",
        "argo-rollouts",
        "get",
        "deployment/argo-rollouts",
        "-o",
        "jsonpath={.spec.replicas}",
      ];
      await vi.waitUntil(async () => (await kubectl(...replicas)) === "1", SOON);
      await settled();
    });
    expect(failures).toEqual([]);
  });

  it("serves while one pod of the ingress goes", async () => {
    const failures = await underTraffic(async () => {
      const pods = await kubectl(
        "-n",
        "ingress",
        "get",
        "pods",
        "-l",
        "app.kubernetes.io/name=traefik",
        "-o",
        "name",
      );
      await kubectl("-n", "ingress", "delete", pods.split("\n")[0] ?? "", "--timeout=120s");
      await kubectl("-n", "ingress", "rollout", "status", "deployment/traefik", "--timeout=120s");
    });
    expect(failures).toEqual([]);
  });

  it("is the same again after the cluster was destroyed", async () => {
    const before = await settled();
    await cluster.succeed(["cluster", "down"]);
    await cluster.succeed(["cluster", "up", "--with", "platform"]);
    await bootstrap();
    expect(await settled()).toEqual(before);
  }, 1_200_000);
});
