import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { gitOpsPushSchema } from "@canary/core/schemas";
import { runCanary } from "@canary/testkit";
import type { CanaryRun, Workspace } from "@canary/testkit";
import { application, createGitOpsWorkspace } from "./support/gitops-workspace.ts";

let workspace: Workspace;
beforeEach(() => {
  workspace = createGitOpsWorkspace();
});
afterEach(() => workspace.remove());

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
    for (const file of ["refreshed.json", "settled.json"])
      workspace.write(file, JSON.stringify({ items: [root, podinfo(head)] }));
    expect((await gitops("push", "--wait")).exitCode).toBe(0);
  });

  it("push asks again for an Application that has not got yet what the root has", async () => {
    const root = application("root", "Synced", "Healthy", { revision: head });
    const podinfo = (revision: string): object =>
      application("podinfo-dev", "Synced", "Healthy", { revision });
    workspace.write("applications.json", JSON.stringify({ items: [root, podinfo(OTHER)] }));
    workspace.write("refreshed.json", JSON.stringify({ items: [root, podinfo(head)] }));
    expect((await gitops("push")).exitCode).toBe(0);
    expect(workspace.read("applications.json")).toBe(workspace.read("refreshed.json"));
  });

  it("status --commit --wait waits until Argo CD comes to that commit", async () => {
    const items = (revision: string): string =>
      JSON.stringify({
        items: ["root", "podinfo-dev"].map((name) => application(name, "Synced", "Healthy", { revision })),
      });
    workspace.write("applications.json", items(OTHER));
    workspace.write("settled.json", items(head));
    const run = await gitops("status", "--commit", "HEAD", "--wait");
    expect([run.exitCode, run.stdout]).toEqual([0, expect.not.stringContaining("another commit")]);
  });

  it("bootstrap refuses what is not committed", async () => {
    const run = await gitops("bootstrap", "--worktree");
    expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining("cannot be delivered")]);
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

  it("push asks once more when Argo CD was just comparing, and forgot the first time", async () => {
    reads(OTHER, head);
    const found = workspace.read("refreshed.json");
    reads(OTHER);
    workspace.write("again.json", found);
    expect((await gitops("push")).exitCode).toBe(0);
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
    expect(await hint()).toMatch(/`git pull` for that one, or `git revert` to go back, then run this again/);
    expect(await planned()).toMatch(
      /is not what Argo CD delivers: .*`git revert` to go back, then `canary gitops push`/,
    );
    expect((await gitops("status", "--commit", "HEAD")).stdout).toContain(
      "to go back, then `canary gitops push` with the same options.",
    );
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
    const yet = await gitops("status", "--commit", "HEAD");
    expect([yet.exitCode, yet.stdout]).toEqual([
      1,
      expect.stringContaining(`not at ${head.slice(0, 12)} yet: podinfo-dev\n`),
    ]);
    reads(OTHER);
    const run = await gitops("status", "--commit", "HEAD");
    expect([run.exitCode, run.stdout]).toEqual([1, expect.stringContaining("git push")]);
  });
});
