import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildCommit } from "../src/index.ts";
import type { BuiltCommit, CommitSource } from "../src/index.ts";

describe("buildCommit", () => {
  let workspace: Workspace;
  let made: BuiltCommit[];
  beforeEach(() => {
    workspace = createWorkspace();
    made = [];
    workspace.write("repository/app.yaml", "one\n");
    workspace.write("repository/.gitignore", "ignored\n");
    workspace.write("upstream/argocd/install.yaml", "kind: List\n");
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-qm", "first");
  });
  afterEach(async () => {
    for (const commit of made) await commit.dispose();
    workspace.remove();
  });

  const git = (...args: string[]): string =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@localhost", ...args], {
      cwd: workspace.path("repository"),
      encoding: "utf8",
    }).trim();
  const build = async (from: CommitSource["from"] = { revision: "HEAD" }): Promise<BuiltCommit> => {
    const commit = await buildCommit({
      directory: workspace.path("repository"),
      from,
      upstreamDirectory: workspace.path("upstream"),
    });
    made.push(commit);
    return commit;
  };

  it("adds the upstream manifests, with a kustomization that lists them, to the commit", async () => {
    const built = await build();
    const tree = await built.checkOut();
    const upstream = join(tree, "infra/platform/upstream/argocd");
    expect(readFileSync(join(upstream, "install.yaml"), "utf8")).toBe("kind: List\n");
    expect(readFileSync(join(upstream, "kustomization.yaml"), "utf8")).toContain("- install.yaml");
    expect(readFileSync(join(tree, "app.yaml"), "utf8")).toBe("one\n");
    expect(built.base).toBe(git("rev-parse", "HEAD"));
  });

  it("gives the same commit for the same input, and another for another manifest", async () => {
    const first = await build();
    expect((await build()).commit).toBe(first.commit);
    workspace.write("upstream/argocd/install.yaml", "kind: Other\n");
    expect((await build()).commit).not.toBe(first.commit);
  });

  it("is the user's own commit where nothing comes from upstream", async () => {
    const built = await buildCommit({ directory: workspace.path("repository"), from: { revision: "HEAD" } });
    made.push(built);
    expect([built.commit, built.base]).toEqual([git("rev-parse", "HEAD"), git("rev-parse", "HEAD")]);
    expect(readdirSync(await built.checkOut())).toEqual([".gitignore", "app.yaml"]);
  });

  it("leaves the repository, its index and its files as they are", async () => {
    workspace.write("repository/app.yaml", "two\n");
    const before = [git("status", "--porcelain"), git("count-objects")];
    const built = await build("worktree");
    expect([git("status", "--porcelain"), git("count-objects")]).toEqual(before);
    expect(() => git("cat-file", "-e", built.commit)).toThrow("cat-file");
  });

  it("takes the working tree as it is, with new files and without ignored ones", async () => {
    workspace.write("repository/app.yaml", "two\n");
    workspace.write("repository/new.yaml", "new\n");
    workspace.write("repository/ignored", "secret\n");
    const tree = await (await build("worktree")).checkOut();
    expect(readFileSync(join(tree, "app.yaml"), "utf8")).toBe("two\n");
    expect(existsSync(join(tree, "new.yaml"))).toBe(true);
    expect(existsSync(join(tree, "ignored"))).toBe(false);
  });

  it("can be pushed although its objects are in no repository", async () => {
    const built = await build();
    execFileSync("git", ["init", "-q", "--bare", workspace.path("server.git")]);
    await built.git(["push", "--quiet", workspace.path("server.git"), `${built.commit}:refs/heads/main`]);
    const args = [`--git-dir=${workspace.path("server.git")}`, "log", "--format=%s", "main"];
    expect(execFileSync("git", args, { encoding: "utf8" })).toBe("first\nfirst\n");
  });

  it("refuses a revision that there is not, and a folder without a repository", async () => {
    await expect(build({ revision: "no-such" })).rejects.toMatchObject({
      code: "CANARY_GITOPS_REVISION_UNKNOWN",
    });
    const source = { from: "worktree", upstreamDirectory: workspace.path("upstream") } as const;
    await expect(buildCommit({ ...source, directory: "/" })).rejects.toMatchObject({
      code: "CANARY_GITOPS_REVISION_UNKNOWN",
    });
  });

  it("leaves no folder behind when it is cut short", async () => {
    mkdirSync(workspace.path("tmp"));
    vi.stubEnv("TMPDIR", workspace.path("tmp"));
    const reason = new Error("enough");
    const abort = new AbortController();
    const source = {
      directory: workspace.path("repository"),
      from: "worktree",
      upstreamDirectory: workspace.path("upstream"),
      signal: abort.signal,
    } as const;
    const building = buildCommit(source);
    await vi.waitUntil(() => readdirSync(workspace.path("tmp")).length > 0, {
      interval: 1,
      timeout: 60_000,
    });
    abort.abort(reason);
    await expect(building).rejects.toBe(reason);
    expect(readdirSync(workspace.path("tmp"))).toEqual([]);
    vi.unstubAllEnvs();
  });
});
