import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import { readHostFootprint } from "./host-footprint.ts";
import type { HostFootprint } from "./host-footprint.ts";

const root = join(import.meta.dirname, "..");

let workspace: Workspace;
let before: HostFootprint;

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
      PATH: `${workspace.path("links")}:${process.env["PATH"]}`,
      XDG_STATE_HOME: workspace.path("state"),
      CLUSTER: `${inject("clusterPrefix")}-setup`,
      ...env,
    },
  });
  return { status, stdout, stderr };
}

function gitStatus(): string {
  return execFileSync("git", ["status", "--porcelain"], { cwd: workspace.path("clone"), encoding: "utf8" });
}

describe.skipIf(inject("clusterObstacle") !== null)("a fresh clone", () => {
  beforeAll(() => {
    workspace = createWorkspace();
    mkdirSync(workspace.path("links"));
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
    before = readHostFootprint();
  });
  afterAll(() => {
    make("teardown");
    workspace.remove();
  });

  it("refuses the local provider without root before anything is changed", () => {
    const run = spawnSync(
      "setpriv",
      ["--reuid=65534", "--regid=65534", "--clear-groups", "bash", join(root, "scripts/setup.sh")],
      { encoding: "utf8", env: { PATH: process.env["PATH"] } },
    );
    expect(run.stderr).toContain("sudo make setup");
    expect(run.stderr).toContain("PROVIDER=kind");
    expect(run.status).toBe(7);
  });

  it("is set up by `make setup`, which ends with what runs, how to reach it, and three commands", () => {
    const run = make("setup");
    expect(run.stderr).toContain("6/6 phase infra");
    expect({ status: run.status, stderr: run.stderr.slice(-2000) }).toMatchObject({ status: 0 });
    expect(run.stdout).toContain("is ready");
    expect(run.stdout).toContain("export KUBECONFIG=");
    expect(run.stdout.match(/^ {2}canary .+$/gm)).toHaveLength(3);
    expect(readlinkSync(workspace.path("links/canary"))).toBe(workspace.path("clone/bin/canary"));
    expect(gitStatus()).toBe("");
  });

  it("changes nothing the second time and says so", () => {
    const run = make("setup");
    expect(run.status).toBe(0);
    expect(run.stdout).toContain("Nothing changed");
  });

  it("is left without a trace by `make teardown`", () => {
    expect(make("teardown").status).toBe(0);
    expect(existsSync(workspace.path("links/canary"))).toBe(false);
    expect(readHostFootprint()).toEqual(before);
    expect(gitStatus()).toBe("");
  });
});
