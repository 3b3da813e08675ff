import { beforeEach, describe, expect, it } from "vitest";
import { runCanary } from "@canary/testkit";
import type { CanaryRun } from "@canary/testkit";
import { prepareOnce, workspace } from "./support/prepared-project.ts";

const PRD = `# Plan

## Phase 1: Ground

- [ ] Level the ground {#level}
- [ ] Ask the neighbours {#ask} (depends on level)
  - Ring at numbers 3 and 5
- [ ] Mark the corners {#mark} (depends on ask)

## Phase 2: Walls

- [ ] Raise the walls {#raise} (depends on level)
`;

const entry = (id: string, undo: string): string =>
  `  ${id}:\n    run: [{ command: { argv: [touch, ${id}.done] } }]\n    verify: [{ command: { argv: [ls, ${id}.done] } }]\n${undo}`;
const undoOf = (id: string): string =>
  `    undo: [{ command: { argv: [sh, -c, "rm ${id}.done; echo ${id} >> undone"] } }]\n`;

const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
${entry("level", undoOf("level"))}${entry("mark", "")}${entry("raise", undoOf("raise"))}`;

const CONFIG = `apiVersion: canary.dev/v1
environment: one
environments:
  one: { cluster: one }
  two: { cluster: two }
`;

prepareOnce({
  files: { "PRD.md": PRD, "canary.yaml": CONFIG, "playbooks/ground.yaml": PLAYBOOK },
});

function canary(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, argv);
}

function outcomesOf({ stdout }: CanaryRun): Record<string, string> {
  const { results } = JSON.parse(stdout) as { results: { task: string; outcome: string }[] };
  return Object.fromEntries(results.map(({ task, outcome }) => [task, outcome]));
}

describe("a task that a person does", () => {
  it("stops the run with 3 and says what to do; completed, it lets the run go on", async () => {
    const stopped = await canary("run", "phase", "ground");
    expect(stopped.exitCode).toBe(3);
    expect(stopped.stdout).toContain("A person has to do this: Ask the neighbours");
    expect(stopped.stdout).toContain("Ring at numbers 3 and 5");
    expect(stopped.stdout).toContain("canary tasks complete ask");
    expect(workspace.has("mark.done")).toBe(false);
    expect((await canary("tasks", "complete", "ask")).exitCode).toBe(0);
    const done = await canary("run", "phase", "ground", "-o", "json");
    expect([done.exitCode, outcomesOf(done)["mark"]]).toEqual([0, "changed"]);
  });
});

describe("the evidence of a task", () => {
  it("is kept for each environment and shown with the task", async () => {
    await canary("run", "task", "level");
    await canary("run", "task", "level", "--env", "two");
    const shown = JSON.parse((await canary("tasks", "show", "level", "-o", "json")).stdout);
    expect(Object.keys(shown.task.evidence)).toEqual(["one", "two"]);
    const { stdout } = await canary("tasks", "show", "level");
    expect(stdout).toMatch(/one ls level\.done \(exit 0\)/);
    expect(stdout).toMatch(/two ls level\.done \(exit 0\)/);
  });
});

async function statusOf(task: string): Promise<string> {
  return JSON.parse((await canary("tasks", "show", task, "-o", "json")).stdout).task.status;
}

describe("a run in another environment than the one that decides the status", () => {
  it("stores evidence for it, and neither completes the task nor ticks its box", async () => {
    workspace.write("canary.yaml", `${CONFIG}writeBack: true\n`);
    const run = await canary("run", "task", "level", "--env", "two", "-o", "json");
    expect([run.exitCode, outcomesOf(run)]).toEqual([0, { level: "changed" }]);
    expect(await statusOf("level")).toBe("pending");
    expect(workspace.read("PRD.md")).toBe(PRD);
    expect((await canary("tasks", "show", "level")).stdout).toMatch(/two ls level\.done \(exit 0\)/);
    expect((await canary("tasks", "history", "level")).stdout).toContain("verified in two");
  });

  it("takes what has evidence there for done; in the first environment it is still to do", async () => {
    await canary("run", "task", "level", "--env", "two");
    const there = await canary("run", "task", "raise", "--env", "two", "-o", "json");
    expect(outcomesOf(there)).toEqual({ raise: "changed" });
    expect(outcomesOf(await canary("run", "task", "raise", "-o", "json"))).toEqual({ raise: "blocked" });
  });

  it("takes no task back: what is undone there loses its evidence there", async () => {
    await canary("run", "task", "level");
    await canary("run", "task", "level", "--env", "two");
    const undo = await canary("run", "undo", "task", "level", "--env", "two", "--yes");
    expect(undo.exitCode).toBe(0);
    expect(await statusOf("level")).toBe("completed");
    const shown = JSON.parse((await canary("tasks", "show", "level", "-o", "json")).stdout);
    expect(Object.keys(shown.task.evidence)).toEqual(["one"]);
  });

  it("is the other way round where completeIn names that one", async () => {
    workspace.write("canary.yaml", `${CONFIG}completeIn: two\n`);
    await canary("run", "task", "level");
    expect(await statusOf("level")).toBe("pending");
    await canary("run", "task", "level", "--env", "two");
    expect(await statusOf("level")).toBe("completed");
    workspace.write("canary.yaml", `${CONFIG}completeIn: three\n`);
    expect(await canary("run", "task", "level")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("completeIn: names no environment of this file"),
    });
  });
});

describe("canary run undo", () => {
  beforeEach(async () => {
    await canary("run", "task", "level");
    await canary("tasks", "complete", "ask");
    await canary("run", "task", "mark", "raise");
  });

  it("asks for --yes before it changes anything", async () => {
    const undo = await canary("run", "undo", "phase", "ground");
    expect(undo.exitCode).toBe(2);
    expect(undo.stderr).toContain("CANARY_CONFIRMATION_REQUIRED");
    expect(workspace.has("level.done")).toBe(true);
  });

  it("is blocked while something outside is built on it", async () => {
    const undo = await canary("run", "undo", "phase", "ground", "--yes", "-o", "json");
    expect(undo.exitCode).toBe(1);
    expect(outcomesOf(undo)).toEqual({ mark: "skipped", ask: "skipped", level: "blocked" });
    expect(undo.stdout).toContain("raise still completed and built on it; undo that first");
    expect(workspace.has("level.done")).toBe(true);
  });

  it("walks back in reverse; what was undone is pending again", async () => {
    const undo = await canary("run", "undo", "all", "--yes", "-o", "json");
    expect(undo.exitCode).toBe(0);
    expect(outcomesOf(undo)).toEqual({ raise: "changed", mark: "skipped", ask: "skipped", level: "changed" });
    expect(workspace.read("undone")).toBe("raise\nlevel\n");
    const tasks = JSON.parse((await canary("tasks", "list", "--status=pending", "-o", "json")).stdout);
    expect(tasks.tasks.map(({ id }: { id: string }) => id)).toEqual(["level", "raise"]);
  });

  it("says what it leaves out, and a second time leaves out what was undone", async () => {
    const undo = await canary("run", "undo", "all", "--yes");
    expect(undo.stdout).toContain("mark Mark the corners skipped: its playbook entry has no undo");
    expect(undo.stdout).toContain("ask Ask the neighbours skipped: a person did it, and has to undo it");
    const again = await canary("run", "undo", "all", "--yes");
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain("level Level the ground skipped: it is pending: nothing of it is there");
    expect(await statusOf("level")).toBe("pending");
  });

  it("goes on after a failure with what is left", async () => {
    workspace.write(
      "playbooks/ground.yaml",
      PLAYBOOK.replace("rm level.done;", "set -e; ls tool; rm level.done;"),
    );
    const failed = await canary("run", "undo", "all", "--yes", "-o", "json");
    expect(outcomesOf(failed)).toMatchObject({ raise: "changed", level: "failed" });
    workspace.write("tool", "");
    const again = await canary("run", "undo", "all", "--yes", "-o", "json");
    expect([again.exitCode, outcomesOf(again)]).toEqual([
      0,
      { raise: "skipped", mark: "skipped", ask: "skipped", level: "changed" },
    ]);
    expect(workspace.read("undone")).toBe("raise\nlevel\n");
  });
});
