import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createWorkspace } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";
import * as api from "../src/index.ts";
import { openProject } from "../src/index.ts";
import type { Project, RunEvent } from "../src/index.ts";

const PRD = `# Plan

## Phase 1: Ground (Priority: Critical)

- [ ] Level the ground {#level}
- [ ] Mark the corners {#mark} (depends on level)

## Phase 2: Walls

- [ ] Raise the walls {#raise} (depends on mark)
`;

const PLAYBOOK = `apiVersion: canary.dev/v1
kind: Playbook
tasks:
  level:
    check: [{ command: { argv: [test, -f, levelled] } }]
    run: [{ command: { argv: [touch, levelled] } }]
    verify: [{ command: { argv: [test, -f, levelled] } }]
  mark:
    run: [{ command: { argv: [cp, levelled, marked] } }]
    verify: [{ command: { argv: [test, -f, marked] } }]
`;

let workspace: Workspace;
let project: Project;

beforeEach(() => {
  workspace = createWorkspace();
  workspace.write("PRD.md", PRD);
  workspace.write("canary.yaml", "apiVersion: canary.dev/v1\n");
  workspace.write("playbooks/ground.yaml", PLAYBOOK);
  project = openProject({ cwd: workspace.directory });
  project.parseAndMerge("PRD.md", { isDryRun: false });
});
afterEach(() => workspace.remove());

describe("the five functions of a project", () => {
  it("parsePrd gives metadata, phases and tasks, and writes nothing", async () => {
    const before = workspace.read(".canary/tasks.json");
    const document = await project.parsePrd("PRD.md");
    expect(document.metadata.title).toBe("Plan");
    expect(document.phases.map(({ id }) => id)).toEqual(["ground", "walls"]);
    expect(document.tasks[1]).toMatchObject({
      id: "mark",
      title: "Mark the corners",
      priority: "critical",
      status: "pending",
      dependencies: ["level"],
    });
    expect(workspace.read(".canary/tasks.json")).toBe(before);
  });

  it("getTasks filters by phase, status and priority", async () => {
    expect((await project.getTasks()).map(({ id }) => id)).toEqual(["level", "mark", "raise"]);
    expect((await project.getTasks({ phase: "2" })).map(({ id }) => id)).toEqual(["raise"]);
    expect((await project.getTasks({ priority: "critical", status: "pending" })).map(({ id }) => id)).toEqual(
      ["level", "mark"],
    );
    await expect(project.getTasks({ phase: "roof" })).rejects.toMatchObject({ code: "CANARY_PHASE_UNKNOWN" });
  });

  it("updateTaskStatus is true once it is stored, and refuses what cannot be", async () => {
    expect(await project.updateTaskStatus("level", "in_progress", "begun")).toBe(true);
    expect((await project.getTasks({ status: "in_progress" }))[0]).toMatchObject({
      id: "level",
      message: "begun",
    });
    await expect(project.updateTaskStatus("raise", "completed")).rejects.toMatchObject({
      code: "CANARY_TASK_TRANSITION_REFUSED",
    });
    await expect(project.updateTaskStatus("roof", "completed")).rejects.toMatchObject({
      code: "CANARY_TASK_UNKNOWN",
    });
  });

  it("executeTask runs, verifies, keeps the evidence, and is ok the second time", async () => {
    const first = await project.executeTask("level");
    expect(first).toMatchObject({ task: "level", success: true, outcome: "changed", error: null });
    expect(first.evidence[0]).toMatchObject({ command: ["test", "-f", "levelled"], exitCode: 0 });
    expect((await project.getTasks({ status: "completed" })).map(({ id }) => id)).toEqual(["level"]);
    expect(project.store.history("level").at(-1)?.evidence?.items).toHaveLength(1);
    expect((await project.executeTask("level")).outcome).toBe("ok");
  });

  it("executeTask is blocked by a dependency that is open", async () => {
    expect(await project.executeTask("mark")).toMatchObject({ success: false, outcome: "blocked" });
  });

  it("executePhase runs the tasks in order and tells each event", async () => {
    const events: RunEvent["type"][] = [];
    const result = await project.executePhase("ground", { onEvent: ({ type }) => events.push(type) });
    expect(result).toMatchObject({ success: true, tasksCompleted: 2, tasksFailed: 0, exitCode: 0 });
    expect(result.results.map(({ task }) => task)).toEqual(["level", "mark"]);
    expect(events[0]).toBe("run_started");
    expect(events.at(-1)).toBe("run_finished");
  });

  it("executePhase stops at a task without an entry and says what a person has to do", async () => {
    await project.executePhase("ground");
    const result = await project.executePhase("walls");
    expect(result).toMatchObject({ success: false, exitCode: 3 });
    expect(result.results[0]).toMatchObject({ task: "raise", outcome: "waiting" });
  });
});

describe("the five functions without a project", () => {
  it("work on the project around the present folder", async () => {
    const before = process.cwd();
    process.chdir(workspace.directory);
    try {
      expect((await api.parsePrd("PRD.md")).phases).toHaveLength(2);
      expect(await api.updateTaskStatus("level", "in_progress")).toBe(true);
      expect((await api.executeTask("level")).outcome).toBe("changed");
      expect((await api.executePhase("ground")).success).toBe(true);
      expect(await api.getTasks({ status: "completed" })).toHaveLength(2);
    } finally {
      process.chdir(before);
    }
  });
});

describe("two runs at once", () => {
  it("the second is refused, and leaves the task to the first", async () => {
    const slow = "sh, -c, 'touch started; until test -e go; do sleep 0.05; done; touch levelled'";
    workspace.write("playbooks/ground.yaml", PLAYBOOK.replace("touch, levelled", slow));
    const first = project.executeTask("level");
    while (!workspace.has("started")) await new Promise((resolve) => setTimeout(resolve, 20));
    const second = await openProject({ cwd: workspace.directory }).executeTask("level");
    expect(second).toMatchObject({ success: false, error: { code: "CANARY_RUN_LOCKED" } });
    expect((await project.getTasks({ status: "failed" })).map(({ id }) => id)).toEqual([]);
    workspace.write("go", "");
    expect((await first).outcome).toBe("changed");
  });
});

describe("a project", () => {
  it("is found from a folder below it", async () => {
    workspace.write("deep/below/x", "");
    const found = openProject({ cwd: workspace.path("deep/below") });
    expect(found.root).toBe(workspace.directory);
    expect(await found.getTasks()).toHaveLength(3);
  });

  it("refuses a playbook that is wrong, with its place", async () => {
    workspace.write(
      "playbooks/wrong.yaml",
      "apiVersion: canary.dev/v1\nkind: Playbook\ntasks:\n  raise:\n    runn: []\n",
    );
    await expect(project.executePhase("walls")).rejects.toMatchObject({
      code: "CANARY_PLAYBOOK_INVALID",
      message: expect.stringContaining("playbooks/wrong.yaml:5:"),
    });
  });

  it("refuses an environment that canary.yaml does not have", async () => {
    await expect(project.executePhase("ground", { environment: "prod" })).rejects.toMatchObject({
      code: "CANARY_VALUE_UNKNOWN",
    });
  });
});

describe("a run in an environment that does not decide the status", () => {
  const OTHER = { environment: "other" };

  beforeEach(() => {
    workspace.write(
      "canary.yaml",
      "apiVersion: canary.dev/v1\nenvironments: { local: { cluster: one }, other: { cluster: two } }\n",
    );
    project = openProject({ cwd: workspace.directory });
  });

  const level = async (): Promise<readonly unknown[]> => {
    const [task] = await project.getTasks({ phase: "ground" });
    return [task?.status, task?.message, Object.keys(task?.evidence ?? {})];
  };

  it("does not fail the task: what was proved there holds no longer", async () => {
    await project.executeTask("level", OTHER);
    expect(await level()).toEqual(["pending", undefined, ["other"]]);
    workspace.write(
      "playbooks/ground.yaml",
      PLAYBOOK.replaceAll("levelled]", "never]").replace("touch", "ls"),
    );
    expect((await project.executeTask("level", OTHER)).outcome).toBe("failed");
    expect(await level()).toEqual(["pending", undefined, []]);
  });

  it("undoes what the status says nothing of, and leaves the status", async () => {
    workspace.write(
      "playbooks/ground.yaml",
      PLAYBOOK.replace("  mark:", "    undo: [{ command: { argv: [rm, levelled] } }]\n  mark:"),
    );
    await project.executePhase("ground");
    const undo = await project.executeTask("level", { ...OTHER, direction: "undo" });
    expect([undo.outcome, workspace.has("levelled")]).toEqual(["changed", false]);
    expect(await level()).toEqual(["completed", undefined, ["local"]]);
  });
});

describe("the plan of an undo", () => {
  it("leaves out a pending task, but none that was interrupted", async () => {
    workspace.write(
      "playbooks/ground.yaml",
      PLAYBOOK.replace("  mark:", "    undo: [{ command: { argv: [rm, levelled] } }]\n  mark:"),
    );
    const reason = async (): Promise<unknown> =>
      (await project.plan({ tasks: ["level"] }, { direction: "undo" })).tasks[0]?.skippedBecause;
    expect(await reason()).toBe("it is pending: nothing of it is there");
    project.store.transition("level", { status: "pending", run: "1", message: "`touch` was interrupted" });
    expect(await reason()).toBeNull();
  });
});
