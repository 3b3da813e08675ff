import { describe, expect, it } from "vitest";
import { hasTerminals, Terminal } from "./support/terminal.ts";
import { prepareOnce, workspace } from "./support/prepared-project.ts";

const PRD = `# Plan

## Phase 1: Ship

- [ ] Build it {#build}
- [ ] Promote it {#promote}
`;
const CONFIG = `apiVersion: canary.dev/v1
environment: dev
environments:
  dev: { cluster: none-here }
  prod: { cluster: none-here, protected: true }
`;
const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  build: { run: [{ command: { argv: [make-it] } }] }
  promote: { run: [{ approve: { message: Promote to everybody? } }, { command: { argv: [sh, -c, "echo promoted >> calls"] } }] }
`;
const MAKE_IT = `#!/bin/sh
trap 'echo INT >> signals; until test -e go; do sleep 0.02; done; exit 1' INT
echo 'the first words'; echo 'the last words'; echo $$ > pid
until test -e go; do sleep 0.02; done
echo built >> calls
`;

prepareOnce({
  files: { "PRD.md": PRD, "canary.yaml": CONFIG, "playbooks/ship.yaml": PLAYBOOK },
  tools: { "make-it": MAKE_IT },
});

const calls = (): string[] => (workspace.has("calls") ? workspace.read("calls").trim().split("\n") : []);
/** Durations and ids differ from run to run. */
const plain = (screen: readonly string[]): readonly string[] =>
  screen.map((line) => line.replaceAll(/\d+(?:\.\d)? m?s/g, "TIME").replaceAll(/\b[0-9A-Z]{26}\b/g, "RUN"));

describe.skipIf(!hasTerminals())("at a terminal", () => {
  it("a run shows in place what it does, for how long, its last words and how many are done, and clears it away", async () => {
    const terminal = new Terminal(workspace, ["run", "task", "build"]);
    await terminal.shows(
      /^. \[1\/1\] build: run · make-it \d.*s · the last words\n {2}0 of 1 done · \d.*s$/m,
    );
    workspace.write("go", "");
    expect(await terminal.end()).toBe(0);
    expect(plain(terminal.screen)).toEqual([
      "[1/1] ✔ build changed, TIME",
      "run done: 0 ok, 1 changed in TIME, environment dev",
      "",
    ]);
    expect(terminal.text).not.toContain("\u001b[?");
  });

  it.each([
    ["y\r", 0, ["built", "promoted"]],
    ["n\r", 3, ["built"]],
    ["\u0004", 3, ["built"]],
    ["\u0003", 130, ["built"]],
  ])("a gate asks, and %j ends the run with %i", async (keys, exitCode, work) => {
    workspace.write("go", "");
    const terminal = new Terminal(workspace, ["run", "all"]);
    await terminal.shows("? promote: Promote to everybody?\n  go on? [y/N]");
    terminal.type(keys);
    expect([await terminal.end(), calls()]).toEqual([exitCode, work]);
  });

  it("a protected environment wants its name", async () => {
    workspace.write("go", "");
    const terminal = new Terminal(workspace, ["run", "task", "build", "--env", "prod", "--yes"]);
    await terminal.shows('"prod" is protected');
    await terminal.shows("type prod to go on");
    terminal.type("prod\r");
    expect([await terminal.end(), calls()]).toEqual([0, ["built"]]);
  });

  it("nothing is asked with --no-input", async () => {
    workspace.write("go", "");
    const terminal = new Terminal(workspace, ["run", "all", "--no-input"]);
    expect([await terminal.end(), calls()]).toEqual([3, ["built"]]);
    expect(terminal.text).not.toContain("go on?");
  });

  it("a table is whole where the terminal does not know its width", async () => {
    const terminal = new Terminal(workspace, ["tasks", "list"], 0);
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen.join("\n")).toMatch(/^build +○ pending .* Build it$/m);
  });

  it("Ctrl-C reaches the program once; the second says what is waited for; nothing is left", async () => {
    const terminal = new Terminal(workspace, ["run", "all"]);
    await terminal.shows("the last words");
    terminal.type("\u0003");
    await terminal.shows(/SIGINT: nothing new is started\. Waiting for make-it \(process \d+\) to end\./);
    terminal.type("\u0003");
    await terminal.shows(/SIGINT again: .*\n?.*Waiting for make-it/);
    workspace.write("go", "");
    expect(await terminal.end()).toBe(130);
    expect(workspace.read("signals")).toBe("INT\n");
    expect(() => process.kill(Number(workspace.read("pid")), 0)).toThrow(/ESRCH/);
  });
});
