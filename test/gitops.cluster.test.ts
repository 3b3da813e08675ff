import { statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { gitOpsPushSchema, gitOpsStatusSchema } from "@canary/core/schemas";
import { DASHBOARDS, queriesOf } from "./platform/support/dashboards.ts";
import { ARGOCD_SELECTIONS } from "./platform/support/rule-selectors.ts";
import { askThrough, unansweredQueries } from "./platform/support/unanswered-queries.ts";
import { argocdAddress, signIn } from "./support/argocd-api.ts";
import { deliveredPodinfo, podinfoAction } from "./support/delivered-podinfo.ts";
import { runDocumentation } from "./support/documentation/run-documentation.ts";
import { askOpened, whileOpened } from "./support/opened-interface.ts";
import { describeHeldDelivery } from "./support/held-delivery.ts";
import { measured, startPlatformFromGit } from "./support/platform-from-git.ts";
import type { PlatformFromGit } from "./support/platform-from-git.ts";
import { describeLosses } from "./support/platform-losses.ts";
import { ProgramFailure } from "./support/test-cluster.ts";
import type { TestCluster } from "./support/test-cluster.ts";

const SOON = { timeout: 240_000, interval: 250 };
/** Milliseconds of a test that waits until everything is Synced and Healthy. */
const LONG = 1_200_000;
const PODINFO = "k8s/podinfo/overlays/dev/kustomization.yaml";
/** A ConfigMap that podinfo does not need. */
const EXTRA = `configMapGenerator:
  - name: extra
    literals: [of=a-test]
    options: { disableNameSuffixHash: true }
`;
const NEXT_VERSION = `      - { op: replace, path: /spec/replicas, value: 1 }
      - { op: add, path: /spec/template/spec/containers/0/command/-, value: --ui-message=next }
`;

let platform: PlatformFromGit;
let cluster: TestCluster;

const kubectl = async (...argv: readonly string[]): Promise<string> => platform.kubectl(...argv);

describe.skipIf(inject("clusterObstacle") !== null)("the platform from Git, on a real cluster", () => {
  beforeAll(async () => {
    platform = await startPlatformFromGit(`${inject("clusterPrefix")}-gitops`);
    cluster = platform.cluster;
  });
  afterAll(() => cluster?.remove());

  it(
    "is Synced and Healthy, every Application of it",
    async () => {
      const names = await measured("built and empty → everything Synced and Healthy", async () => {
        await platform.bootstrap();
        return platform.settled();
      });
      expect(names).toEqual(
        expect.arrayContaining(["argo-rollouts", "argocd", "git-server", "policies", "root", "traefik"]),
      );
    },
    LONG,
  );

  it("changes nothing when it is pushed again", async () => {
    expect(gitOpsPushSchema.parse(await platform.succeed("gitops", "push"))).toMatchObject({
      changed: false,
    });
  });

  it("finds nothing to do when it is asked to look again, however often", async () => {
    const root = [
      "-n",
      "argocd",
      "get",
      "application/root",
      "-o=jsonpath={.status.operationState.startedAt}",
    ];
    const every = ["-n", "argocd", "applications.argoproj.io"];
    const synced = await kubectl(...root);
    for (let round = 0; round < 5; round += 1) {
      await kubectl("annotate", ...every, "--all", "argocd.argoproj.io/refresh=normal", "--overwrite");
      await vi.waitFor(async () => {
        const annotations = await kubectl("get", ...every, "-o=jsonpath={.items[*].metadata.annotations}");
        expect(annotations).not.toContain("argocd.argoproj.io/refresh");
      }, SOON);
    }
    expect(await kubectl(...root)).toBe(synced);
  });

  it(
    "applies a commit, and tells the receiver in the cluster that it is deployed",
    async () => {
      const controller = "infra/platform/argo-rollouts/base/kustomization.yaml";
      platform.edit(controller, (text) => text.replace("memory: 64Mi", "memory: 65Mi"));
      platform.edit(PODINFO, (text) => text + EXTRA);
      platform.commit("ask for more memory, and something that nobody needs");
      const revision = await measured("commit → Synced and Healthy", platform.push);
      const path = "-o=jsonpath={.spec.template.spec.containers[0].resources.requests.memory}";
      expect(await kubectl("-n", "argo-rollouts", "get", "deployment/argo-rollouts", path)).toBe("65Mi");
      expect(await kubectl("-n", "podinfo-dev", "get", "configmap/extra", "-o=name")).not.toBe("");
      const receiver = "/api/v1/namespaces/monitoring/services/webhook-receiver:8080/proxy/";
      const deployed = { application: "argo-rollouts", sync: "Synced", health: "Healthy", revision };
      await vi.waitFor(async () => {
        const lines = (await kubectl("get", "--raw", receiver)).trim().split("\n");
        expect(lines.map((line) => JSON.parse(line))).toContainEqual(
          expect.objectContaining({ path: "/argocd", body: expect.objectContaining(deployed) }),
        );
      }, SOON);
    },
    LONG,
  );

  it(
    "removes what a commit removes",
    async () => {
      platform.edit(PODINFO, (text) => text.replace(EXTRA, ""));
      platform.commit("remove what nobody needs");
      await platform.push();
      const extra = ["get", "configmap/extra", "--ignore-not-found", "-o=name"];
      expect(await kubectl("-n", "podinfo-dev", ...extra)).toBe("");
    },
    LONG,
  );

  describeHeldDelivery(() => platform);

  it(
    "delivers an update step by step: it waits, nothing is put back meanwhile, and an operator promotes it",
    async () => {
      const podinfo = deliveredPodinfo(kubectl);
      const [before] = await podinfo.podHashes();
      platform.edit(PODINFO, (text) =>
        text.replace(/ +- \{ op: replace, path: .spec.replicas.*\n/, NEXT_VERSION),
      );
      platform.commit("the next version of podinfo");
      await platform.succeed("gitops", "push");
      await vi.waitFor(async () => expect(await podinfo.says("health.status")).toBe("Suspended"), SOON);
      const waiting = await cluster.canary(["gitops", "status", "--wait", "--timeout", "300", "-o", "json"]);
      expect(waiting.exitCode).toBe(3);
      const { applications, served } = gitOpsStatusSchema.parse(JSON.parse(waiting.stdout));
      expect(applications).toContainEqual(
        expect.objectContaining({
          name: "podinfo-dev",
          sync: "Synced",
          health: "Suspended",
          revision: served,
        }),
      );

      const hashes = await podinfo.podHashes();
      expect(hashes).toEqual([expect.not.stringMatching(`^${before}$`), before]);
      const lastSync = await podinfo.says("operationState.startedAt");
      await podinfo.refresh();
      expect(await podinfo.says("sync.status")).toBe("Synced");
      expect(await podinfo.says("operationState.startedAt")).toBe(lastSync);
      expect(await podinfo.podHashes()).toEqual(hashes);

      const address = await argocdAddress(kubectl);
      const admin = await platform.signInAsAdmin(address);
      const account = { name: "operator", currentPassword: admin.password, newPassword: "of-a-test-only" };
      expect(await admin.ask("api/v1/account/password", { method: "PUT", body: account })).toMatchObject({
        status: 200,
      });
      const operator = await signIn(address, "operator", "of-a-test-only");
      expect(await operator.ask("api/v1/applications/podinfo-dev", { method: "DELETE" })).toMatchObject({
        status: 403,
      });
      const step = await podinfo.currentStep();
      expect(await operator.ask(...podinfoAction("resume"))).toMatchObject({ status: 200 });
      await vi.waitFor(async () => expect(await podinfo.currentStep()).toBeGreaterThan(step), SOON);
      expect(await operator.ask(...podinfoAction("promote-full"))).toMatchObject({ status: 200 });
      await vi.waitFor(async () => expect(await podinfo.says("health.status")).toBe("Healthy"), SOON);
      await platform.settled();
      expect(await podinfo.podHashes()).toEqual([hashes[0], hashes[0]]);
    },
    LONG,
  );

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

  it("has an answer for every query of Argo CD's dashboard, and all of Argo CD that the rules select", async () => {
    const dashboard = DASHBOARDS.get("argocd.json");
    if (dashboard === undefined) throw new Error("there is no dashboard of Argo CD");
    const queries = [...queriesOf(dashboard, {}), ...ARGOCD_SELECTIONS];
    await vi.waitFor(
      async () => expect(await unansweredQueries(queries, askThrough(kubectl))).toEqual([]),
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

  it("keeps the first password in a file of its owner's and out of the cluster, and admin signs in with it", async () => {
    expect(statSync(await platform.bootstrap()).mode & 0o777).toBe(0o600);
    const secret = ["-n", "argocd", "get", "secret", "argocd-initial-admin-secret", "--ignore-not-found"];
    expect(await kubectl(...secret)).toBe("");
    const { result } = await whileOpened(cluster, "argocd", async ({ address }) => {
      const admin = await platform.signInAsAdmin(address);
      return admin.ask("api/v1/applications?fields=items.metadata.name");
    });
    expect(result).toMatchObject({
      status: 200,
      body: { items: expect.arrayContaining([{ metadata: { name: "root" } }]) },
    });
  });

  it.each([
    ["role:viewer", "get", "applications", "rollouts/canary-app", true],
    ["role:viewer", "sync", "applications", "rollouts/canary-app", false],
    ["role:viewer", "get", "projects", "podinfo", true],
    ["role:viewer", "get", "logs", "podinfo/podinfo-dev", true],
    ["role:developer", "sync", "applications", "podinfo/podinfo", true],
    ["role:developer", "sync", "applications", "platform/argocd", false],
    [
      "role:developer",
      "action/argoproj.io/Rollout/promote-full",
      "applications",
      "rollouts/canary-app",
      false,
    ],
    ["role:developer", "action/argoproj.io/Rollout/abort", "applications", "podinfo/podinfo-dev", false],
    ["role:operator", "action/argoproj.io/Rollout/promote-full", "applications", "rollouts/canary-app", true],
    ["role:operator", "action/argoproj.io/Rollout/abort", "applications", "podinfo/podinfo", true],
    ["role:operator", "sync", "applications", "platform/argocd", true],
    ["role:operator", "delete", "applications", "rollouts/canary-app", false],
    ["a-stranger", "get", "applications", "podinfo/podinfo-dev", false],
    ["a-stranger", "get", "projects", "podinfo", false],
    ["a-stranger", "get", "logs", "podinfo/podinfo-dev", false],
  ])("%s: may %s %s %s: %s", async (subject, action, resource, object, isAllowed) => {
    const program = ["argocd", "admin", "settings", "rbac", "can", subject, action, resource, object];
    const exec = ["-n", "argocd", "exec", "deploy/argocd-server", "--", ...program, "--namespace", "argocd"];
    const answer = await kubectl(...exec).catch((error: unknown) => {
      if (error instanceof ProgramFailure && error.exitCode === 1 && error.stdout !== "") return error.stdout;
      throw error;
    });
    expect(answer.trim()).toBe(isAllowed ? "Yes" : "No");
  });

  describeLosses(() => platform);

  it("does what every command of the guides says", async () => {
    expect(await runDocumentation(cluster, inject("clusterPrefix"))).toEqual([]);
  }, 1_200_000);
});
