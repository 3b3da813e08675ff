import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gitOpsPushSchema, gitOpsStatusSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";

/** A cluster that kind made, and runs. */
const KIND = `#!/bin/sh
case $1 in version) echo "kind v0.30.0" ;; get) echo canary-canary ;; esac
`;
const DOCKER = `#!/bin/sh
case $1 in --version) echo "Docker version 28.2.2" ;; version) echo 28.2.2 ;; inspect) echo running ;; esac
`;
/** What Argo CD finds in the repository when it is asked to look, is in `refreshed.json`. */
const KUBECTL = `#!/bin/sh
cd "$(dirname "$0")/.."
case "$*" in
*annotate*refresh=normal*) cp refreshed.json applications.json ;;
*annotations*refresh*) ;;
*applications.argoproj.io*) cat applications.json; [ ! -e settled.json ] || mv settled.json applications.json ;;
*/readyz*) printf ok ;;
*get*) printf True ;;
esac
`;

const application = (
  name: string,
  sync: string,
  health: string,
  { project = "platform", revision = "0123456789abcdef" } = {},
): object => ({
  metadata: { name },
  spec: { project, source: { repoURL: "https://git.localhost/canary.git", targetRevision: "main" } },
  status: {
    sync: { status: sync, revision },
    health: { status: health },
    conditions: [{ message: "no such folder" }],
  },
});

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace();
  workspace.writeTool("kind", KIND);
  workspace.writeTool("docker", DOCKER);
  workspace.writeTool("kubectl", KUBECTL);
  workspace.write("canary.yaml", "apiVersion: canary.dev/v1\n");
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
    expect([run.exitCode, run.stdout]).toEqual([1, expect.stringContaining("canary gitops bootstrap")]);
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

describe("where Argo CD reads the user's own repository", () => {
  const OTHER = "0123456789abcdef0123456789abcdef01234567";
  let head: string;
  beforeEach(() => {
    git("init", "-q", "-b", "main");
    git("commit", "-q", "--allow-empty", "-m", "first");
    head = git("rev-parse", "HEAD");
  });

  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@localhost", ...args], {
      cwd: workspace.directory,
      encoding: "utf8",
    }).trim();
  const gitops = (...argv: string[]): Promise<CanaryRun> =>
    runCanary(workspace, ["gitops", ...argv, "--provider", "kind"]);
  /** What Argo CD has read, and what it will read when it is asked to look. */
  function reads(before: string, after = before): void {
    const list = (revision: string, sync = "Synced"): string =>
      JSON.stringify({ items: [application("root", sync, "Healthy", { revision })] });
    workspace.write("applications.json", list(before));
    workspace.write("refreshed.json", list(after, after === "" ? "Unknown" : "Synced"));
  }

  it("push --dry-run says whether HEAD is what Argo CD has read", async () => {
    reads(head);
    const same = await gitops("push", "--dry-run", "-o", "json");
    expect([same.exitCode, gitOpsPushSchema.parse(JSON.parse(same.stdout))]).toMatchObject([
      0,
      { commit: head, base: head, changed: false },
    ]);
    reads(OTHER, head);
    const other = await gitops("push", "--dry-run");
    expect([other.exitCode, other.stdout]).toEqual([1, expect.stringContaining("git push")]);
    // nor was Argo CD asked to look
    expect((await gitops("push", "--dry-run")).exitCode).toBe(1);
  });

  it.each([
    ["Healthy", 0],
    ["Suspended", 3],
  ])("push --wait ends, with everything Synced and a rollout %s, with %i", async (health, exitCode) => {
    const rollout = application("podinfo-dev", "Synced", health, { project: "podinfo", revision: head });
    const items = [application("root", "Synced", "Healthy", { revision: head }), rollout];
    for (const file of ["applications.json", "refreshed.json"])
      workspace.write(file, JSON.stringify({ items }));
    expect((await gitops("push", "--wait")).exitCode).toBe(exitCode);
  });

  it("push --wait waits until what Argo CD had of another commit has this one", async () => {
    const root = application("root", "Synced", "Healthy", { revision: head });
    const podinfo = (revision: string): object =>
      application("podinfo-dev", "Synced", "Healthy", { revision });
    reads(OTHER);
    workspace.write("refreshed.json", JSON.stringify({ items: [root, podinfo(OTHER)] }));
    workspace.write("settled.json", JSON.stringify({ items: [root, podinfo(OTHER)] }));
    const late = await gitops("push", "--wait", "--timeout", "2");
    expect([late.exitCode, late.stderr]).toEqual([
      5,
      expect.stringContaining("1 of 2 settled; podinfo-dev: another commit"),
    ]);
    workspace.write("settled.json", JSON.stringify({ items: [root, podinfo(head)] }));
    expect((await gitops("push", "--wait")).exitCode).toBe(0);
  });

  it("push has Argo CD look at what was pushed", async () => {
    reads(OTHER, head);
    const run = await gitops("push");
    expect([run.exitCode, run.stderr, run.stdout]).toEqual([
      0,
      "",
      `${head.slice(0, 12)} is what Argo CD delivers now\n`,
    ]);
    expect((await gitops("push", "--dry-run")).exitCode).toBe(0);
  });

  it("push refuses a commit that Argo CD does not find, and says what to do", async () => {
    reads(OTHER);
    const run = await gitops("push");
    expect([run.exitCode, run.stdout]).toEqual([6, ""]);
    expect(run.stderr).toContain(`Argo CD reads ${OTHER.slice(0, 12)}, not ${head.slice(0, 12)}`);
    expect(run.stderr).toContain("git push");
  });

  it("push says which command brings the two together", async () => {
    const hint = async (): Promise<string> => (await gitops("push")).stderr.split("\n  fix ")[1] ?? "";
    const planned = async (): Promise<string> => (await gitops("push", "--dry-run")).stdout;
    reads(OTHER);
    expect(await hint()).toContain("does not have what it reads: `git fetch`");
    git("commit", "-q", "--allow-empty", "-m", "second");
    reads(head);
    expect(await hint()).toMatch(/^`git push` to the branch/);
    const later = git("rev-parse", "HEAD");
    git("reset", "-q", "--hard", head);
    reads(later);
    expect(await hint()).toContain("`git pull`, then run this again");
    expect(await planned()).toMatch(/is not what Argo CD delivers: .*`git pull`, then `canary gitops push`/);
    expect((await gitops("status", "--commit", "HEAD")).stdout).toContain("`git pull`, then `canary");
    git("commit", "-q", "--allow-empty", "-m", "aside");
    expect(await hint()).toMatch(/Both have commits.*`git pull`, then `git push`/);
  });

  it("push tells why Argo CD reads nothing", async () => {
    reads("");
    const run = await gitops("push");
    expect([run.exitCode, run.stderr]).toEqual([6, expect.stringMatching(/reads nothing.*no such folder/)]);
  });

  it("push refuses what is not committed, and a cluster without the root Application", async () => {
    reads(head);
    expect((await gitops("push", "--worktree")).exitCode).toBe(2);
    workspace.write("applications.json", '{ "items": [] }');
    expect((await gitops("push")).exitCode).toBe(7);
  });

  it("status --commit fails while Argo CD reads another one", async () => {
    reads(head);
    expect((await gitops("status", "--commit", "HEAD")).exitCode).toBe(0);
    const late = application("podinfo-dev", "Synced", "Healthy", { revision: OTHER });
    const root = application("root", "Synced", "Healthy", { revision: head });
    workspace.write("applications.json", JSON.stringify({ items: [root, late] }));
    expect((await gitops("status", "--commit", "HEAD")).exitCode).toBe(1);
    reads(OTHER);
    const run = await gitops("status", "--commit", "HEAD");
    expect([run.exitCode, run.stdout]).toEqual([1, expect.stringContaining("git push")]);
  });
});
