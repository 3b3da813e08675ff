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
    [["open", "p"], ["prometheus"]],
    [
      ["cluster", "up", "--provider", ""],
      ["local", "kind"],
    ],
  ])("of %j are %j", async (words, expected) => {
    expect(await candidates(...words)).toEqual(expected);
  });

  it("are the commands and groups for an empty line", async () => {
    expect(await candidates("")).toEqual(expect.arrayContaining(["tasks", "cluster", "parse", "completion"]));
  });
});

/** What each shell offers for a line whose last word is not finished, a candidate a line. */
const SHELLS = {
  bash: {
    options: ["--norc", "-c"],
    script: (words: readonly string[]) =>
      `source <(canary completion bash)
      COMP_WORDS=(${words.join(" ")}); COMP_CWORD=${words.length - 1}; _canary
      printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  zsh: {
    options: ["-f", "-c"],
    script: (words: readonly string[]) =>
      `autoload -Uz compinit; compinit -u -D
      source <(canary completion zsh)
      _describe() { print -l -- "\${(@P)2}" }
      _files() { print -l -- \${words[CURRENT]}* }
      words=(${words.join(" ")}) CURRENT=${words.length}; _canary`,
  },
  fish: {
    options: ["--no-config", "-c"],
    script: (words: readonly string[]) => `canary completion fish | source; complete -C "${words.join(" ")}"`,
  },
};

describe.each(Object.entries(SHELLS))("canary completion in a real %s", (shell, { options, script }) => {
  const isThere = spawnSync(shell, ["--version"]).error === undefined;
  const offered = (...words: readonly string[]): readonly string[] => {
    const { stdout, stderr } = spawnSync(shell, [...options, script(["canary", ...words])], {
      cwd: workspace.directory,
      env: cleanEnvironment(workspace),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    return stdout.trimEnd().split("\n");
  };

  it("offers tasks, values of options, and files where nothing else fits", ({ skip }) => {
    skip(!isThere && shell !== "bash", `${shell} is not installed`);
    expect(offered("tasks", "show", "ma").map((line) => line.split(/[\t:]/)[0])).toEqual(["make", "mark"]);
    expect(offered("tasks", "list", "--status", "pe").map((line) => line.split(/[\t:]/)[0])).toEqual([
      "pending",
    ]);
    // Bash looks for files itself (complete -o default).
    expect(offered("parse", "PR")).toEqual([shell === "bash" ? "" : "PRD.md"]);
  });
});

describe("canary completion", () => {
  it("names the shells that it knows", async () => {
    const run = await runCanary(workspace, ["completion", "tcsh"]);
    expect(run.stderr).toContain("bash, zsh, fish");
    expect(run.exitCode).toBe(2);
  });
});
