import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { openCluster } from "../packages/local-cluster/src/index.ts";
import { leftBehind, takeHostSnapshot } from "../packages/local-cluster/test/support/host-snapshot.ts";
import type { HostSnapshot } from "../packages/local-cluster/test/support/host-snapshot.ts";

const root = join(import.meta.dirname, "..");

let workspace: Workspace;
let before: HostSnapshot;

const name = `${inject("clusterPrefix")}-setup`;

interface MakeRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function make(verb: string, env: Record<string, string> = {}): MakeRun {
  const { status, stdout, stderr } = spawnSync("make", [verb], {
    cwd: workspace.path("clone"),
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${workspace.path("other")}:${workspace.path("links")}:${process.env["PATH"]}`,
      XDG_STATE_HOME: workspace.path("state"),
      CLUSTER: name,
      ...env,
    },
  });
  return { status, stdout, stderr };
}

function gitStatus(...argv: readonly string[]): string {
  return execFileSync("git", ["status", "--porcelain", ...argv], {
    cwd: workspace.path("clone"),
    encoding: "utf8",
  });
}

/** What the host has, but for clusters that others may start meanwhile. */
function snapshot(): Promise<HostSnapshot> {
  const stateDirectory = workspace.path("state/canary/clusters", name);
  return takeHostSnapshot([openCluster({ name, stateDirectory, recipeDirectory: root })]);
}

describe.skipIf(inject("clusterObstacle") !== null)("a fresh clone", () => {
  beforeAll(async () => {
    workspace = createWorkspace();
    mkdirSync(workspace.path("links"));
    // Another program of that name, which comes first on PATH.
    mkdirSync(workspace.path("other"));
    writeFileSync(workspace.path("other/canary"), "#!/bin/sh\n", { mode: 0o755 });
    const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
    });
    for (const file of files.split("\0").filter((name) => name !== "" && existsSync(join(root, name)))) {
      mkdirSync(dirname(workspace.path("clone", file)), { recursive: true });
      cpSync(join(root, file), workspace.path("clone", file), { dereference: false });
    }
    const git = (...argv: string[]): void =>
      void execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...argv], {
        cwd: workspace.path("clone"),
        stdio: "ignore",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "clone");
    before = await snapshot();
  });
  afterAll(() => {
    make("teardown");
    workspace.remove();
  });

  it("refuses the local provider without root before anything is changed", () => {
    chmodSync(workspace.directory, 0o755);
    const run = spawnSync(
      "setpriv",
      ["--reuid=65534", "--regid=65534", "--clear-groups", "bash", workspace.path("clone/scripts/setup.sh")],
      { encoding: "utf8", env: { PATH: process.env["PATH"] } },
    );
    expect(run.stderr).toContain("sudo make setup");
    expect(run.stderr).toContain("PROVIDER=kind");
    expect(run.status).toBe(7);
    expect(gitStatus("--ignored")).toBe("");
  });

  it("is set up by `make setup`, which ends with what runs, how to reach it, and three commands", () => {
    const run = make("setup");
    expect(run.stderr).toContain("6/6 phase infra");
    expect({ status: run.status, stderr: run.stderr.slice(-2000) }).toMatchObject({ status: 0 });
    expect(run.stdout).toContain("is ready");
    expect(run.stdout).toContain("export KUBECONFIG=");
    expect(run.stdout.match(/^ {2}canary .+$/gm)).toHaveLength(3);
    expect(readlinkSync(workspace.path("links/canary"))).toBe(workspace.path("clone/bin/canary"));
    expect(run.stdout).toContain("JavaScript dependencies, the build, the link on PATH");
    expect(gitStatus()).toBe("");
  });

  it("changes nothing the second time and says so, and that another canary comes first on PATH", () => {
    const run = make("setup");
    expect(run.status).toBe(0);
    expect(run.stdout).toContain("Nothing changed");
    expect(run.stderr).toContain(
      `\`canary\` runs ${workspace.path("other/canary")}, which comes first on PATH`,
    );
  });

  it("tells a changed document from nothing", () => {
    const document = workspace.path("clone/PRD.md");
    const before = readFileSync(document, "utf8");
    writeFileSync(document, before.replace("Create the namespaces of", "Make the namespaces of"));
    const run = make("setup");
    writeFileSync(document, before);
    expect(run.stdout).toContain("Changed: the tasks.");
  });

  it("is left without a trace by `make teardown`", async () => {
    expect(make("teardown").status).toBe(0);
    expect(existsSync(workspace.path("links/canary"))).toBe(false);
    expect(leftBehind(before, await snapshot())).toEqual({});
    expect(gitStatus()).toBe("");
  });
});
