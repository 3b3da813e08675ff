import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gitOpsStatusSchema } from "@canary/core/schemas";
import { runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";
import { application, createGitOpsWorkspace } from "./support/gitops-workspace.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createGitOpsWorkspace();
});
afterEach(() => workspace.remove());

function status(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, ["gitops", "status", "--provider", "kind", ...argv]);
}

describe("canary gitops status", () => {
  const projects = ["default", "platform", "podinfo"].map((name) => ({
    kind: "AppProject",
    metadata: { name },
    spec: {},
  }));
  const set = (...items: object[]): string =>
    workspace.write("applications.json", JSON.stringify({ items: [...items, ...projects] }));

  it("says of each Application sync, health and commit, and ends well when all are settled", async () => {
    set(application("root", "Synced", "Healthy"), application("argocd", "Synced", "Healthy"));
    const run = await status();
    expect([run.exitCode, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toMatch(/^argocd +Synced +Healthy +0123456789ab\nroot /m);
  });

  it("says why one is not, and fails", async () => {
    set(application("root", "OutOfSync", "Degraded"));
    const run = await status();
    expect([run.exitCode, run.stdout]).toEqual([1, expect.stringContaining("because no such folder")]);
  });

  it("says which objects differ where Argo CD says no more", async () => {
    const resource = (name: string, status: string): object => ({ kind: "ConfigMap", name, status });
    const resources = [
      resource("same", "Synced"),
      ...["a", "b", "c", "d", "e", "f", "g"].map((name) => resource(name, "OutOfSync")),
    ];
    set({
      metadata: { name: "root" },
      spec: { project: "platform" },
      status: { sync: { status: "OutOfSync" }, health: { status: "Healthy" }, resources },
    });
    expect((await status()).stdout).toContain(
      "because not as in Git: ConfigMap a, ConfigMap b, ConfigMap c, ConfigMap d, ConfigMap e and 2 more\n",
    );
  });

  it("ends at a gate when a rollout waits, also when it is told to wait for the end", async () => {
    set(application("root", "Synced", "Healthy"), application("podinfo-prod", "Synced", "Suspended"));
    expect([(await status()).exitCode, (await status("--wait")).exitCode]).toEqual([3, 3]);
  });

  describe("in a sync window", () => {
    /** Open at every time. */
    const project = (manualSync: boolean, duration = "60h"): object => ({
      kind: "AppProject",
      metadata: { name: "podinfo" },
      spec: {
        syncWindows: [
          { kind: "deny", schedule: "* * * * *", duration, applications: ["*-prod"], manualSync },
        ],
      },
    });
    const root = application("root", "Synced", "Healthy");
    const held = (health: string): object =>
      application("podinfo-prod", "OutOfSync", health, { project: "podinfo" });

    it("reports what is held, until when, and who may sync it, instead of waiting for it", async () => {
      set(root, held("Missing"), project(true));
      const run = await status("--wait", "--timeout", "60", "-o", "json");
      const { applications, settled } = gitOpsStatusSchema.parse(JSON.parse(run.stdout));
      expect([run.exitCode, settled]).toEqual([3, false]);
      expect(applications.map((each) => [each.name, each.held])).toEqual([
        ["podinfo-prod", true],
        ["root", false],
      ]);
      expect(applications[0]?.message).toMatch(
        /^a sync window of the project podinfo holds it until 20\S+Z; `argocd app sync podinfo-prod` does it now \(docs\/guides\/platform\.md, The argocd command, says how to sign in\)$/,
      );
    });

    it("does not tell a person to sync where the window forbids that, too", async () => {
      set(root, held("Missing"), project(false));
      expect((await status()).stdout).toMatch(/holds it until \S+Z$/m);
    });

    it("fails where what is held does not work", async () => {
      set(root, held("Degraded"), project(true));
      expect((await status()).exitCode).toBe(1);
    });

    it("holds nothing that is as Git says, nothing of another name, and nothing by a window that cannot be read", async () => {
      set(root, application("podinfo-prod", "Synced", "Healthy", { project: "podinfo" }), project(true));
      expect((await status()).exitCode).toBe(0);
      set(root, application("podinfo-dev", "OutOfSync", "Missing", { project: "podinfo" }), project(true));
      expect((await status()).exitCode).toBe(1);
      set(root, held("Missing"), project(true, "for ever"));
      expect((await status()).exitCode).toBe(1);
    });
  });

  it("says how to get the root Application back, and fails without it, also when all that is left is well", async () => {
    set(application("argocd", "Synced", "Healthy"), application("podinfo", "Synced", "Healthy"));
    const run = await status();
    expect([run.exitCode, run.stdout]).toEqual([
      1,
      expect.stringContaining("`canary gitops bootstrap --provider kind --name canary`"),
    ]);
    expect(run.stdout).toMatch(/^podinfo +Synced/m);
  });

  it("asks for one project only", async () => {
    set(
      application("root", "Synced", "Healthy"),
      application("podinfo", "OutOfSync", "Missing", { project: "podinfo" }),
    );
    const run = await status("--project", "platform");
    expect([run.exitCode, run.stdout]).toEqual([0, expect.not.stringContaining("podinfo")]);
  });

  it("says on stderr how far the waiting is, and takes a time with a unit or in seconds", async () => {
    set(application("root", "Synced", "Healthy"), application("traefik", "Synced", "Progressing"));
    const settled = [application("root", "Synced", "Healthy"), application("traefik", "Synced", "Healthy")];
    workspace.write("settled.json", JSON.stringify({ items: settled }));
    const run = await status("--wait", "--timeout", "1m30s");
    expect([run.exitCode, run.stderr]).toEqual([0, "1 of 2 settled; traefik: Progressing\n2 of 2 settled\n"]);
    set(application("root", "OutOfSync", "Healthy"));
    expect((await status("--wait", "--timeout", "1")).exitCode).toBe(5);
    expect((await status("--wait", "--timeout", "soon")).exitCode).toBe(2);
  });

  it("tells an unknown project from one without an Application", async () => {
    set(application("root", "Synced", "Healthy"));
    const unknown = await status("--project", "podinf");
    expect([unknown.exitCode, unknown.stdout, unknown.stderr]).toEqual([
      2,
      "",
      expect.stringContaining("Did you mean podinfo?"),
    ]);
    const empty = await status("--project", "podinfo");
    expect([empty.exitCode, empty.stdout]).toEqual([1, "no Application of project podinfo yet\n"]);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends at %s with the one document and exit code %i", async (signal, exitCode) => {
    set(application("root", "OutOfSync", "Healthy"));
    const argv = ["gitops", "status", "--provider", "kind", "--wait", "-o", "json"];
    const run = await runCanary(workspace, argv, {
      onStart: (child) => child.stderr?.once("data", () => child.kill(signal)),
    });
    expect(run.exitCode).toBe(exitCode);
    expect(JSON.parse(run.stdout)).toMatchObject({ kind: "Error", code: "CANARY_RUN_INTERRUPTED", exitCode });
  });

  it("prints a document that its published schema accepts", async () => {
    set(application("root", "Unknown", "Healthy"));
    const run = await status("-o", "json");
    expect(gitOpsStatusSchema.parse(JSON.parse(run.stdout))).toMatchObject({
      cluster: "canary",
      served: null,
      expected: null,
      settled: false,
      applications: [{ name: "root", sync: "Unknown", message: "no such folder" }],
    });
  });

  it("says how to install what is not there", async () => {
    workspace.writeTool(
      "kubectl",
      `#!/bin/sh\ncase "$*" in *applications*) echo 'Error from server (NotFound): no namespace' >&2; exit 1 ;; *readyz*) printf ok ;; *) printf True ;; esac\n`,
    );
    const run = await status();
    expect([run.exitCode, run.stderr]).toEqual([7, expect.stringContaining("canary gitops bootstrap")]);
  });
});
