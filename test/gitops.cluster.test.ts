import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import * as z from "zod";
import { ROOT } from "./support/markdown.ts";
import { startTestCluster } from "./support/test-cluster.ts";
import type { TestCluster } from "./support/test-cluster.ts";

const SOON = { timeout: 240_000, interval: 250 };

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

const deliverySchema = z.object({
  served: z.string(),
  applications: z.array(z.object({ name: z.string(), sync: z.string(), health: z.string() })),
});

describe.skipIf(inject("clusterObstacle") !== null)("the platform from Git, on a real cluster", () => {
  beforeAll(async () => {
    cluster = await startTestCluster(`${inject("clusterPrefix")}-gitops`);
    const parts = ["canary.yaml", "argocd", "infra/platform", "k8s"];
    for (const part of parts) cpSync(join(ROOT, part), cluster.workspace.path(part), { recursive: true });
    git("init", "-q", "-b", "main");
    // the cluster's own state is in the workspace, too: Argo CD refuses a repository with links that lead out of it
    git("add", ...parts);
    git("commit", "-qm", "the platform");
    await kubectl("apply", "--server-side", "-k", join(ROOT, "k8s/namespaces"));
  });
  afterAll(async () => cluster.remove());

  it("is Synced and Healthy, every Application of it", async () => {
    const wait = ["gitops", "status", "--wait", "--timeout", "900"];
    const status = await measured("built and empty → everything Synced and Healthy", async () => {
      await succeed(["gitops", "bootstrap"]);
      return deliverySchema.parse(await succeed(wait));
    });
    const states = status.applications.map(({ sync, health }) => `${sync} ${health}`);
    expect(new Set(states)).toEqual(new Set(["Synced Healthy"]));
    expect(status.applications.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["argo-rollouts", "argocd", "git-server", "policies", "root", "traefik"]),
    );
  });

  it("changes nothing when it is pushed again", async () => {
    expect(await succeed(["gitops", "push"])).toMatchObject({ changed: false });
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
});
