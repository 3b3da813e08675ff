import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

const cli = join(import.meta.dirname, "../packages/cli");

let workspace: Workspace;

function run(program: string, argv: readonly string[]): string {
  return execFileSync(program, argv, {
    cwd: workspace.directory,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

describe("the published package", () => {
  beforeAll(() => {
    workspace = createWorkspace();
    const [packed] = JSON.parse(run("npm", ["pack", cli, "--json", "--loglevel=error"]));
    workspace.write("package.json", "{}");
    run("npm", [
      "install",
      "--offline",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      workspace.path(packed.filename),
    ]);
  });
  afterAll(() => workspace.remove());

  it("needs no other package", () => {
    const { dependencies } = JSON.parse(
      readFileSync(workspace.path("node_modules/canary-delivery/package.json"), "utf8"),
    );
    expect(dependencies ?? {}).toEqual({});
  });

  it("parses a PRD and lists its tasks by itself", () => {
    workspace.write("PRD.md", "# P\n\n## Phase 1: A\n\n- [ ] One\n");
    const canary = workspace.path("node_modules/.bin/canary");
    expect(run(canary, ["parse", "PRD.md"])).toContain("1 task in 1 phase");
    expect(run(canary, ["tasks", "list"])).toContain("One");
    expect(run(canary, ["tasks", "list", "-o", "yaml"])).toContain("kind: TaskList");
  });

  it("brings the recipe of the local cluster", () => {
    expect(
      readFileSync(workspace.path("node_modules/canary-delivery/dist/recipe/mod/core/go.mod"), "utf8"),
    ).toContain("k8s.io/kubernetes");
  });
});
