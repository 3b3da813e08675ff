import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace();
});
afterAll(() => workspace.remove());

describe("canary", () => {
  it.each(["--version", "-V"])("%s prints the version alone", async (flag) => {
    expect((await runCanary(workspace, [flag])).stdout).toBe(`${version}\n`);
  });

  it.each([
    [["--help"]],
    [[]],
    [["tasks", "--help"]],
    [["tasks", "list", "--help"]],
    [["run", "phase", "-h"]],
  ])("%j explains itself on stdout", async (argv) => {
    const { stdout, stderr, exitCode } = await runCanary(workspace, argv);
    expect(stdout).toContain("Usage: canary");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  });

  it("shows examples and every global option in the help of a command", async () => {
    const { stdout } = await runCanary(workspace, ["tasks", "list", "--help"]);
    for (const text of ["Examples:", "--phase <PHASE>", "-o, --output <FORMAT>", "--cwd <DIR>", "-y, --yes"])
      expect(stdout).toContain(text);
  });

  it("accepts global options before the command", async () => {
    workspace.write("elsewhere/PRD.md", "# P\n\n## Phase 1: A\n\n- [ ] One\n");
    const run = await runCanary(workspace, ["--cwd", "elsewhere", "-o", "json", "parse", "PRD.md"]);
    expect(JSON.parse(run.stdout).kind).toBe("PrdDocument");
    expect(workspace.has("elsewhere/.canary/tasks.json")).toBe(true);
  });

  it("takes options from CANARY_ variables, and flags win", async () => {
    workspace.write("PRD.md", "# P\n\n## Phase 1: A\n\n- [ ] One\n");
    await runCanary(workspace, ["parse", "PRD.md"]);
    const byVariable = await runCanary(workspace, ["tasks", "list"], { env: { CANARY_OUTPUT: "json" } });
    expect(JSON.parse(byVariable.stdout).total).toBe(1);
    const byFlag = await runCanary(workspace, ["tasks", "list", "-o", "table"], {
      env: { CANARY_OUTPUT: "json" },
    });
    expect(byFlag.stdout).toContain("TITLE");
  });

  it.each([
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
    [{}, false],
  ])("colours with %j: %s", async (env, isColoured) => {
    workspace.write("PRD.md", "# P\n\n## Phase 1: A\n\n- [ ] One\n");
    await runCanary(workspace, ["parse", "PRD.md"]);
    expect((await runCanary(workspace, ["tasks", "list"], { env })).stdout.includes("\u001b[")).toBe(
      isColoured,
    );
  });

  it("names a configuration that is not there, and the place of one that is wrong", async () => {
    const gone = await runCanary(workspace, ["parse", "PRD.md", "--config", "gone.yaml"]);
    expect(gone.stderr).toContain("CANARY_CONFIG_NOT_FOUND");
    expect(gone.exitCode).toBe(2);
    workspace.write("bad.yaml", "apiVersion: canary.dev/v1\ndocumnet: X.md\n");
    const bad = await runCanary(workspace, ["parse", "PRD.md", "--config", "bad.yaml"]);
    expect(bad.stderr).toMatch(/bad\.yaml:\d+:\d+ error/);
    expect(bad.exitCode).toBe(2);
  });

  it.each([
    [["help", "tasks", "list"], "Usage: canary tasks list"],
    [["help"], "Usage: canary"],
  ])("%j is help as well", async (argv, usage) => {
    expect((await runCanary(workspace, argv)).stdout).toContain(usage);
  });

  it.each([
    [["tasks", "next", "--limit", "x"], "CANARY_USAGE", "--limit"],
    [["tasks", "list", "--status"], "CANARY_USAGE", "argument missing"],
    [["tasks", "list", "--cwd", "gone"], "CANARY_USAGE", "no folder"],
    [["tasks", "list", "--config", "gone.yaml"], "CANARY_CONFIG_NOT_FOUND", "gone.yaml"],
    [["parse", "-o", "xml"], "CANARY_VALUE_UNKNOWN", "table, json, yaml"],
    [["run", "phase", "1", "--jobs", "0"], "CANARY_USAGE", "--jobs"],
  ])("%j is refused with exit 2", async (argv, code, named) => {
    const run = await runCanary(workspace, argv);
    expect(run.stderr).toContain(code);
    expect(run.stderr).toContain(named);
    expect(run.exitCode).toBe(2);
  });

  it.each([["env"], ["kubeconfig"], ["logs"]])(
    "cluster %s names the command that starts a missing cluster, and ends with 7",
    async (verb) => {
      const run = await runCanary(workspace, ["cluster", verb, "--name", "none-here"]);
      expect(run.stderr).toContain("CANARY_CLUSTER_NOT_FOUND");
      expect(run.stderr).toContain("canary cluster up --provider local --name none-here");
      expect(run.exitCode).toBe(7);
    },
  );
});
