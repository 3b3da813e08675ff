import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { gitOpsBootstrapSchema, gitOpsPushSchema, gitOpsStatusSchema } from "@canary/core/schemas";
import { DASHBOARDS, queriesOf } from "./platform/support/dashboards.ts";
import { askThrough, unansweredQueries } from "./platform/support/unanswered-queries.ts";
import { runDocumentation } from "./support/documentation/run-documentation.ts";
import { ROOT } from "./support/markdown.ts";
import { askOpened } from "./support/opened-interface.ts";
import { underTraffic } from "./support/steady-traffic.ts";
import { startTestCluster } from "./support/test-cluster.ts";
import type { TestCluster } from "./support/test-cluster.ts";

const SOON = { timeout: 240_000, interval: 250 };
const HOST = "proof.local";

let cluster: TestCluster;

const kubectl = async (...argv: readonly string[]): Promise<string> => (await cluster.kubectl(argv)).stdout;

async function succeed(argv: readonly string[]): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await cluster.canary([...argv, "-o", "json"]);
  if (exitCode !== 0) throw new Error(`canary ${argv.join(" ")} ended with ${exitCode}\n${stderr}${stdout}`);
  return JSON.parse(stdout) as Record<string, unknown>;
}

function git(...argv: readonly string[]): void {
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...argv], {
    cwd: cluster.workspace.directory,
    stdio: "ignore",
  });
}

/** Tells what was measured; a figure of a busy machine is no reason to fail. */
async function measured<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  process.stderr.write(`measured: ${what}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
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

/** How users reach that application. */
async function proof(): Promise<{ url: string; host: string }> {
  const service = ["-n", "ingress", "get", "service/traefik", "-o=jsonpath={.spec.clusterIP}"];
  const address = await kubectl(...service);
  return { url: `http://${address}/`, host: HOST };
}

async function ingressPod(): Promise<string> {
  const pods = ["-n", "ingress", "get", "pods", "-l", "app.kubernetes.io/name=traefik", "-o", "name"];
  return (await kubectl(...pods)).split("\n")[0] ?? "";
}

/** Waits until every Application is Synced and Healthy; returns their names. */
async function settled(): Promise<readonly string[]> {
  const wait = ["gitops", "status", "--wait", "--timeout", "900"];
  const { applications } = gitOpsStatusSchema.parse(await succeed(wait));
  const states = applications.map(({ sync, health }) => `${sync} ${health}`);
  expect(new Set(states)).toEqual(new Set(["Synced Healthy"]));
  return applications.map(({ name }) => name);
}

describe.skipIf(inject("clusterObstacle") !== null)("the platform from Git, on a real cluster", () => {
  beforeAll(async () => {
    cluster = await startTestCluster(`${inject("clusterPrefix")}-gitops`);
    const parts = ["canary.yaml", "argocd", "infra/platform", "k8s"];
    for (const part of parts) cpSync(join(ROOT, part), cluster.workspace.path(part), { recursive: true });
    git("init", "-q", "-b", "main");
    // the cluster's own state is in the workspace, too: Argo CD refuses a repository with links that lead out of it
    git("add", ...parts);
    git("commit", "-qm", "the platform");
  });
  afterAll(async () => cluster.remove());

  it("is Synced and Healthy, every Application of it", async () => {
    const names = await measured("built and empty → everything Synced and Healthy", async () => {
      gitOpsBootstrapSchema.parse(await succeed(["gitops", "bootstrap"]));
      return settled();
    });
    expect(names).toEqual(
      expect.arrayContaining(["argo-rollouts", "argocd", "git-server", "policies", "root", "traefik"]),
    );
  });

  it("changes nothing when it is pushed again", async () => {
    expect(gitOpsPushSchema.parse(await succeed(["gitops", "push"]))).toMatchObject({ changed: false });
  });

  it("applies a commit", async () => {
    const file = cluster.workspace.path("infra/platform/argo-rollouts/base/kustomization.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("memory: 64Mi", "memory: 65Mi"));
    git("commit", "-qam", "ask for more memory");
    await measured("commit → Synced and Healthy", async () => succeed(["gitops", "push", "--wait"]));
    const path = "-o=jsonpath={.spec.template.spec.containers[0].resources.requests.memory}";
    expect(await kubectl("-n", "argo-rollouts", "get", "deployment/argo-rollouts", path)).toBe("65Mi");
  });

  it("puts back what somebody deleted or changed by hand", async () => {
    await kubectl("-n", "argo-rollouts", "delete", "deployment/argo-rollouts", "--wait");
    const deployment = ["-n", "ingress", "deployment/traefik"];
    await kubectl("scale", ...deployment, "--replicas=0");
    await measured("deleted and changed by hand → as Git says", async () => {
      await vi.waitFor(async () => {
        await kubectl("-n", "argo-rollouts", "get", "deployment/argo-rollouts");
        expect(await kubectl("get", ...deployment, "-o=jsonpath={.spec.replicas}")).not.toBe("0");
      }, SOON);
    });
  });

  it("tells the receiver in the cluster that an Application was deployed", async () => {
    const receiver = "/api/v1/namespaces/monitoring/services/webhook-receiver:8080/proxy/";
    await vi.waitFor(
      async () => expect(await kubectl("get", "--raw", receiver)).toContain('"/argocd"'),
      SOON,
    );
  });

  it("has an answer for every query of Argo CD's dashboard", async () => {
    const dashboard = DASHBOARDS.get("argocd.json");
    if (dashboard === undefined) throw new Error("there is no dashboard of Argo CD");
    await vi.waitFor(
      async () => expect(await unansweredQueries(queriesOf(dashboard, {}), askThrough(kubectl))).toEqual([]),
      SOON,
    );
  });

  it.each([
    ["argocd", "/healthz", "200 ok", "sign in as admin"],
    ["prometheus", "/-/healthy", "200 Prometheus Server is Healthy.", ""],
    ["alertmanager", "/-/healthy", "200 OK", ""],
    ["rollouts", "/rollouts/api/v1/version", "200 ", "every address"],
  ])("opens %s for a person", async (name, path, answer, note) => {
    const opened = await askOpened(cluster, name, path);
    expect(opened).toMatchObject({ answer: expect.stringContaining(answer), exitCode: 0 });
    expect(opened.note ?? "").toContain(note);
    expect(opened.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//);
  });

  it("shows nothing to somebody who has not signed in", async () => {
    const api = "/api/v1/namespaces/argocd/services/argocd-server:80/proxy/api/v1/applications";
    await expect(kubectl("get", "--raw", api)).rejects.toThrow("logged in");
  });

  it("keeps the first password in a file of its owner's, and out of the cluster", async () => {
    const { passwordFile } = await succeed(["gitops", "bootstrap"]);
    expect(statSync(String(passwordFile)).mode & 0o777).toBe(0o600);
    const secret = ["-n", "argocd", "get", "secret", "argocd-initial-admin-secret", "--ignore-not-found"];
    expect(await kubectl(...secret)).toBe("");
  });

  it.each([
    ["role:viewer", "get", "rollouts/canary-app", true],
    ["role:viewer", "sync", "rollouts/canary-app", false],
    ["role:developer", "sync", "podinfo/podinfo", true],
    ["role:developer", "sync", "platform/argocd", false],
    ["role:developer", "action/argoproj.io/Rollout/promote-full", "rollouts/canary-app", false],
    ["role:operator", "action/argoproj.io/Rollout/promote-full", "rollouts/canary-app", true],
    ["role:operator", "action/argoproj.io/Rollout/abort", "podinfo/podinfo", true],
    ["role:operator", "delete", "rollouts/canary-app", false],
  ])("%s: may %s %s: %s", async (role, action, object, isAllowed) => {
    const program = ["argocd", "admin", "settings", "rbac", "can", role, action, "applications", object];
    const exec = ["-n", "argocd", "exec", "deploy/argocd-server", "--", ...program, "--namespace", "argocd"];
    const answer = await kubectl(...exec).catch(() => "No");
    expect(answer.trim()).toBe(isAllowed ? "Yes" : "No");
  });

  describe("when a part of it goes", () => {
    beforeAll(installProof);

    it("comes back when its namespaces are deleted, and users of applications notice nothing", async () => {
      const failures = await underTraffic(await proof(), async () => {
        const old = await kubectl("get", "namespace", "argo-rollouts", "-o", "jsonpath={.metadata.uid}");
        await kubectl("delete", "namespace", "argo-rollouts", "monitoring", "--timeout=120s");
        const status = ["rollout", "status", "deployment/argo-rollouts", "--timeout=5s"];
        const isBack = (): Promise<boolean> =>
          kubectl("-n", "argo-rollouts", ...status).then(Boolean, () => false);
        await vi.waitUntil(isBack, SOON);
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
      const failures = await underTraffic(await proof(), async () => {
        await kubectl("-n", "argocd", "delete", "pods", "--all", "--force", "--grace-period=0");
        // What nobody may change by hand: Argo CD, back at work, changes it back.
        await kubectl("-n", "argo-rollouts", "scale", "deployment/argo-rollouts", "--replicas=0");
        const replicas = ["get", "deployment/argo-rollouts", "-o=jsonpath={.spec.replicas}"];
        await vi.waitUntil(async () => (await kubectl("-n", "argo-rollouts", ...replicas)) === "1", SOON);
        await settled();
      });
      expect(failures).toEqual([]);
    });

    it("serves while one pod of the ingress goes", async () => {
      const failures = await underTraffic(await proof(), async () => {
        await kubectl("-n", "ingress", "delete", await ingressPod(), "--timeout=120s");
        await kubectl("-n", "ingress", "rollout", "status", "deployment/traefik", "--timeout=120s");
      });
      expect(failures).toEqual([]);
    });

    it("serves again at once when a pod of the ingress is killed by force", async () => {
      await underTraffic(await proof(), async () => {
        await kubectl("-n", "ingress", "delete", await ingressPod(), "--force", "--grace-period=0");
      });
      expect(await underTraffic(await proof(), async () => {})).toEqual([]);
      await kubectl("-n", "ingress", "rollout", "status", "deployment/traefik", "--timeout=120s");
    });
  });

  it("does what every command of the guides says", async () => {
    expect(await runDocumentation(cluster, inject("clusterPrefix"))).toEqual([]);
  }, 1_200_000);
});
