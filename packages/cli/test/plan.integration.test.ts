import { describe, expect, it } from "vitest";
import { planSchema } from "@canary/core/schemas";
import { runCanary } from "@canary/testkit";
import type { CanaryRun } from "@canary/testkit";
import { prepareOnce, workspace } from "./support/prepared-project.ts";

const PRD = `# Plan

## Phase 1: Ground

- [ ] Level the ground {#level}
- [ ] Mark the corners {#mark} (depends on level)
- [ ] Ask the neighbours {#ask}

## Phase 2: Walls

- [ ] Raise the walls {#raise} (depends on mark)
`;

const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  level:
    resources: [site]
    check: [{ command: { argv: [test, -f, levelled] } }]
    run: [{ command: { argv: [touch, levelled] } }]
    verify: [{ command: { argv: [test, -f, levelled] } }]
  mark:
    check: [{ command: { argv: [test, -f, marked] } }]
    run: [{ command: { argv: [cp, stakes/plan.txt, marked, "--token", "s3cr3t-word"] } }]
    verify: [{ command: { argv: [test, -f, marked] } }]
`;

prepareOnce({
  files: {
    "PRD.md": PRD,
    "canary.yaml": "apiVersion: canary.dev/v1\n",
    "playbooks/ground.yaml": PLAYBOOK,
    "stakes/plan.txt": "four corners\n",
  },
  tools: { cp: "#!/bin/sh\ntouch marked\n" },
});

function canary(...argv: string[]): Promise<CanaryRun> {
  return runCanary(workspace, argv);
}

describe("canary plan", () => {
  it("shows steps, commands and locks of a phase, masks secrets, and runs nothing", async () => {
    const plan = await canary("plan", "phase", "ground");
    expect(plan).toMatchObject({ exitCode: 0, stderr: "" });
    expect(plan.stdout).toContain("locks  site");
    expect(plan.stdout).toContain("run    touch levelled");
    expect(plan.stdout).toContain("cp stakes/plan.txt marked --token ***");
    expect(plan.stdout).toContain("3 tasks: 2 by canary, 1 by a person");
    expect(plan.stdout).not.toContain("s3cr3t");
    expect(workspace.has("levelled")).toBe(false);
  });

  it("prints one document that its schema accepts, without secrets", async () => {
    const { stdout } = await canary("plan", "-o", "json");
    const plan = planSchema.parse(JSON.parse(stdout));
    expect(plan.tasks.map(({ id }) => id)).toEqual(["level", "mark", "ask", "raise"]);
    expect(stdout).not.toContain("s3cr3t");
    expect((await canary("run", "all", "--dry-run", "-o", "json")).stdout).toBe(stdout);
  });

  it("refuses bounds that leave nothing, and names their order", async () => {
    const plan = await canary("plan", "--from", "mark", "--until", "level");
    expect(plan.exitCode).toBe(2);
    expect(plan.stderr).toContain("Use --from level --until mark");
  });

  it("takes all tasks, some tasks, what is ready, and a part", async () => {
    const ids = async (...argv: string[]): Promise<string[]> =>
      planSchema
        .parse(JSON.parse((await canary("plan", ...argv, "-o", "json")).stdout))
        .tasks.map(({ id }) => id);
    expect(await ids("task", "mark", "level")).toEqual(["level", "mark"]);
    expect(await ids("--ready")).toEqual(["level", "ask"]);
    expect(await ids("all", "--from", "mark", "--until", "ask")).toEqual(["mark", "ask"]);
  });

  it("says, as run and verify do, which records of the store it had to leave out", async () => {
    const store = workspace.read(".canary/tasks.json");
    workspace.write(".canary/tasks.json", store.replace('{"id":"raise"', '{"id":"raise"!'));
    for (const argv of [["plan", "phase", "ground"], ["run", "phase", "ground", "--dry-run"], ["verify"]]) {
      const { stderr } = await runCanary(workspace, argv);
      expect(stderr).toMatch(
        /tasks\.json:\d+:1 warning store-record-damaged the record is not valid JSON, so this task is left out/,
      );
    }
  });

  it("draws the graph as Mermaid", async () => {
    const { stdout } = await canary("plan", "all", "-o", "mermaid");
    expect(stdout).toMatch(/^flowchart LR\n/);
    expect(stdout).toContain("t0 --> t1");
    expect(stdout).toContain('t2["ask: Ask the neighbours"]:::manual');
  });

  it("estimates from the runs before", async () => {
    await canary("run", "task", "level");
    const { stdout } = await canary("plan", "all", "-o", "json");
    expect(Object.keys(planSchema.parse(JSON.parse(stdout)).estimates)).toEqual(["level"]);
    expect((await canary("plan", "all")).stdout).toMatch(/about \d.* for the 1 that ran before/);
  });
});

describe("canary plan --probe", () => {
  it("says what would change and ends with 8; afterwards everything is so and it ends with 0", async () => {
    const before = await canary("plan", "task", "level", "mark", "--probe");
    expect(before.exitCode).toBe(8);
    expect(before.stdout).toContain("checked: 2 would change");
    expect(workspace.has("levelled")).toBe(false);
    await canary("run", "task", "level", "mark");
    const after = await canary("plan", "task", "level", "mark", "--probe", "-o", "json");
    expect(after.exitCode).toBe(0);
    const { probe } = planSchema.parse(JSON.parse(after.stdout));
    expect(probe?.map(({ state }) => state)).toEqual(["already_so", "already_so"]);
  });
});

describe("canary run --plan", () => {
  it("runs exactly the plan of the file, which holds no secret", async () => {
    const plan = await canary("plan", "task", "level", "mark", "--out", "plan.json");
    expect(plan.stderr).toContain("canary run --plan plan.json");
    expect(planSchema.parse(JSON.parse(workspace.read("plan.json"))).inputs?.map(({ path }) => path)).toEqual(
      ["PRD.md", "canary.yaml", "playbooks", "stakes/plan.txt"],
    );
    expect(workspace.read("plan.json")).not.toContain("s3cr3t");
    const run = await canary("run", "--plan", "plan.json", "--yes", "-o", "json");
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout).results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      "changed",
      "changed",
    ]);
  });

  it.each([
    ["the PRD", "PRD.md", () => workspace.write("PRD.md", `${PRD}\nMore words.\n`)],
    [
      "a playbook",
      "level",
      () => workspace.write("playbooks/ground.yaml", PLAYBOOK.replace("touch,", "touch, -c,")),
    ],
    [
      "a file that a step names",
      "stakes/plan.txt",
      () => workspace.write("stakes/plan.txt", "three corners\n"),
    ],
    ["the status of a task", "level", () => canary("run", "task", "level")],
    [
      "the file itself",
      "plan.json",
      () => workspace.write("plan.json", workspace.read("plan.json").replace("touch", "rm")),
    ],
  ])("refuses the plan when %s changed, naming it, and runs nothing", async (_what, named, change) => {
    await canary("plan", "task", "level", "mark", "--out", "plan.json");
    await change();
    const run = await canary("run", "--plan", "plan.json");
    expect(run.exitCode).toBe(6);
    expect(run.stderr).toContain("CANARY_PLAN_STALE");
    expect(run.stderr).toContain(named);
    expect(workspace.has("marked")).toBe(false);
  });

  it("refuses a task that is gone", async () => {
    await canary("plan", "task", "mark", "--out", "plan.json");
    workspace.write("PRD.md", PRD.replace("- [ ] Mark the corners {#mark} (depends on level)\n", ""));
    await canary("parse", "PRD.md");
    expect((await canary("run", "--plan", "plan.json")).exitCode).toBe(6);
  });

  it("takes no other target, and only a plan", async () => {
    await canary("plan", "task", "level", "--out", "plan.json");
    expect((await canary("run", "phase", "1", "--plan", "plan.json")).exitCode).toBe(2);
    expect((await canary("run", "--plan", "canary.yaml")).stderr).toContain("is no plan of canary");
    expect((await canary("run", "--plan", "none.json")).stderr).toContain("cannot be read");
    expect((await canary("plan", "task", "level", "--out", "no/folder/plan.json")).exitCode).toBe(2);
  });
});
