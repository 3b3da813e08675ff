import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CANARY_PROGRAM, cleanEnvironment, createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

let workspace: Workspace;

beforeAll(async () => {
  workspace = createWorkspace();
  workspace.write("PRD.md", "# P\n\n## Phase 1: Infra\n\n- [ ] Make it {#make}\n- [ ] Mark it {#mark}\n");
  await runCanary(workspace, ["parse", "PRD.md"]);
  workspace.writeTool("canary", `#!/bin/sh\nexec "${process.execPath}" "${CANARY_PROGRAM}" "$@"\n`);
});
afterAll(() => workspace.remove());

async function candidates(...words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCanary(workspace, ["completion", "candidates", "--", ...words]);
  return stdout
    .split("\n")
    .map((line) => line.split("\t")[0] ?? "")
    .filter((word) => word !== "");
}

describe("canary completion candidates", () => {
  it.each([
    [["ta"], ["tasks"]],
    [["tasks", "wa"], ["waves"]],
    [["tasks", "list", "--ow"], ["--owner"]],
    [["tasks", "list", "--status", "pe"], ["pending"]],
    [["tasks", "list", "--status=pe"], ["--status=pending"]],
    [["tasks", "list", "--status", "=", "pe"], ["pending"]],
    [["tasks", "graph", "-o", "me"], ["mermaid"]],
    [["tasks", "list", "--phase", ""], ["infra"]],
    [["tasks", "-o", "list", "mark", ""], []],
    [
      ["tasks", "show", "m"],
      ["make", "mark"],
    ],
    [["tasks", "nothing", ""], []],
  ])("of %j are %j", async (words, expected) => {
    expect(await candidates(...words)).toEqual(expected);
  });

  it("are the commands and groups for an empty line", async () => {
    expect(await candidates("")).toEqual(expect.arrayContaining(["tasks", "cluster", "parse", "completion"]));
  });
});

describe("canary completion", () => {
  it("completes in a real bash", () => {
    const line = "COMP_WORDS=(canary tasks show ma); COMP_CWORD=3; _canary";
    const script = `source <(canary completion bash); ${line}; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", script], {
      cwd: workspace.directory,
      env: cleanEnvironment(workspace),
      encoding: "utf8",
    });
    expect({ stdout, stderr }).toEqual({ stdout: "make\nmark\n", stderr: "" });
  });

  it.each(["zsh", "fish"])("prints a script for %s that calls back", async (shell) => {
    expect((await runCanary(workspace, ["completion", shell])).stdout).toContain(
      "canary completion candidates --",
    );
  });

  it("names the shells that it knows", async () => {
    const run = await runCanary(workspace, ["completion", "tcsh"]);
    expect(run.stderr).toContain("bash, zsh, fish");
    expect(run.exitCode).toBe(2);
  });
});
