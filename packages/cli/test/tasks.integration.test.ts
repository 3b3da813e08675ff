import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { hostReportSchema, taskListSchema } from "@canary/core/schemas";
import { createWorkspace, runCanary } from "@canary/testkit";
import type { Workspace } from "@canary/testkit";

const PRD = `# Plan

## Phase 1: Infra (Priority: Critical)

- [ ] Make the cluster {#infra-cluster}
- [ ] Install the tools {#infra-tools} (depends on infra-cluster)

## Phase 2: Blue-green (Priority: High)

- [ ] Create the rollout {#bg-rollout} (depends on infra-tools)
- [ ] A task whose title is so long that no terminal of eighty columns could ever hope to show all of it in one line {#bg-long}

### Acceptance criteria

- [ ] The switch takes less than 5 s
`;

let workspace: Workspace;

async function json(argv: readonly string[]): Promise<ReturnType<typeof JSON.parse>> {
  return JSON.parse((await runCanary(workspace, [...argv, "-o", "json"])).stdout);
}

const idsOf = (list: { tasks: { id: string }[] }): string[] => list.tasks.map(({ id }) => id);

describe("canary tasks, reading", () => {
  beforeAll(async () => {
    workspace = createWorkspace();
    workspace.write("PRD.md", PRD);
    await runCanary(workspace, ["parse", "PRD.md"]);
  });
  afterAll(() => workspace.remove());

  it.each(["2", "blue-green", "blue", "bl"])("--phase=%s means the second phase", async (phase) => {
    expect(idsOf(await json(["tasks", "list", `--phase=${phase}`]))).toEqual(["bg-rollout", "bg-long"]);
  });

  it("lists tasks by default and criteria on request", async () => {
    expect(idsOf(await json(["tasks", "list"]))).toEqual([
      "infra-cluster",
      "infra-tools",
      "bg-rollout",
      "bg-long",
    ]);
    expect((await json(["tasks", "list", "--kind=criterion"])).total).toBe(1);
    expect((await json(["tasks", "list", "--kind=all"])).total).toBe(5);
  });

  it("prints a valid TaskList", async () => {
    expect(taskListSchema.parse(await json(["tasks", "list"])).total).toBe(4);
  });

  it("prints YAML as well", async () => {
    const { stdout, exitCode } = await runCanary(workspace, ["tasks", "list", "-o", "yaml"]);
    expect(stdout).toContain("kind: TaskList");
    expect(exitCode).toBe(0);
  });

  it("knows what is ready and what is blocked", async () => {
    expect(idsOf(await json(["tasks", "list", "--ready"]))).toEqual(["infra-cluster", "bg-long"]);
    expect(idsOf(await json(["tasks", "list", "--blocked"]))).toEqual(["infra-tools", "bg-rollout"]);
    expect(idsOf(await json(["tasks", "next"]))[0]).toBe("infra-cluster");
  });

  it("fits its table into the terminal", async () => {
    const { stdout } = await runCanary(workspace, ["tasks", "list"], { env: { COLUMNS: "80" } });
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(stdout).toContain("…");
  });

  it("shows a task by a unique prefix of its id, with dependencies both ways", async () => {
    const { stdout, exitCode } = await runCanary(workspace, ["tasks", "show", "infra-t"]);
    expect(stdout).toContain("Install the tools");
    expect(stdout).toContain("infra-cluster (pending)");
    expect(stdout).toContain("bg-rollout");
    expect(stdout).toContain("PRD.md:6:");
    expect(exitCode).toBe(0);
  });

  it("reports progress by phase", async () => {
    const { stdout } = await runCanary(workspace, ["tasks", "report"]);
    expect(stdout).toContain("1 Infra");
    expect(stdout).toContain("0/2");
  });

  it.each([
    [["tasks", "list", "--phase=blu-green"], 2, "CANARY_PHASE_UNKNOWN", "blue-green"],
    [["tasks", "list", "--status=compleet"], 2, "CANARY_VALUE_UNKNOWN", "complete"],
    [["tasks", "list", "--priority=hihg"], 2, "CANARY_VALUE_UNKNOWN", "high"],
    [["tasks", "list", "--kind=tsk"], 2, "CANARY_VALUE_UNKNOWN", "task"],
    [["tasks", "list", "--fase=2"], 2, "CANARY_USAGE", "--phase"],
    [["tasks", "show", "infra-clster"], 2, "CANARY_TASK_UNKNOWN", "infra-cluster"],
    [["tasks", "show", "infra"], 2, "CANARY_TASK_AMBIGUOUS", "infra-tools"],
    [["tasks", "show"], 2, "CANARY_USAGE", "id"],
    [["tasks", "lst"], 2, "CANARY_USAGE", "canary tasks list"],
    [["taks"], 2, "CANARY_USAGE", "canary tasks"],
  ])("%j ends with exit %i and names what was meant", async (argv, exitCode, code, named) => {
    const run = await runCanary(workspace, argv);
    expect(run.stderr).toContain(code);
    expect(run.stderr).toContain(named);
    expect(run.exitCode).toBe(exitCode);
  });
});

describe("canary tasks update", () => {
  beforeEach(async () => {
    workspace = createWorkspace();
    workspace.write("PRD.md", PRD);
    await runCanary(workspace, ["parse", "PRD.md"]);
  });
  afterEach(() => workspace.remove());

  it("stores the status with its message, and the history knows it", async () => {
    const run = await runCanary(workspace, [
      "tasks",
      "update",
      "infra-c",
      "--status=in-progress",
      "--message=begun",
    ]);
    expect(run.stdout).toContain("pending → ◐ in_progress");
    const { task, history } = await json(["tasks", "show", "infra-cluster"]);
    expect(task).toMatchObject({ status: "in_progress", message: "begun" });
    expect(history.at(-1)).toMatchObject({ before: { status: "pending" }, after: { status: "in_progress" } });
  });

  it("refuses to complete what waits for an open task, unless forced", async () => {
    const refused = await runCanary(workspace, ["tasks", "update", "bg-rollout", "--status=completed"]);
    expect(refused.stderr).toContain("CANARY_TASK_TRANSITION_REFUSED");
    expect(refused.exitCode).toBe(6);
    const forced = await runCanary(workspace, [
      "tasks",
      "update",
      "bg-rollout",
      "--status=completed",
      "--force",
    ]);
    expect(forced.exitCode).toBe(0);
  });

  it("changes all of several tasks or none", async () => {
    const run = await runCanary(workspace, [
      "tasks",
      "update",
      "infra-cluster",
      "nothing-like-it",
      "--status=completed",
    ]);
    expect(run.exitCode).toBe(2);
    expect((await json(["tasks", "list", "--status=completed"])).total).toBe(0);
  });

  it("loses nothing when sixteen processes write at once", async () => {
    const runs = Array.from({ length: 16 }, (_, index) =>
      runCanary(workspace, [
        "tasks",
        "update",
        "infra-cluster",
        "--status=in_progress",
        `--message=writer ${index}`,
      ]),
    );
    expect((await Promise.all(runs)).map(({ exitCode }) => exitCode)).toEqual(
      Array.from({ length: 16 }, () => 0),
    );
    const { history } = await json(["tasks", "show", "infra-cluster"]);
    const messages = history.map(
      (event: { message?: string; after?: { message?: string } }) => event.message ?? event.after?.message,
    );
    for (let index = 0; index < 16; index += 1) expect(messages).toContain(`writer ${index}`);
  });

  it("needs a store, and says how to make one", async () => {
    const empty = createWorkspace();
    const run = await runCanary(empty, ["tasks", "list"]);
    expect(run.stderr).toContain("CANARY_STORE_NOT_FOUND");
    expect(run.stderr).toContain("canary parse");
    expect(run.exitCode).toBe(2);
    empty.remove();
  });

  it("lists the rest when a record is damaged, and doctor --fix mends the store after showing what it will do", async () => {
    workspace.write(".canary/tasks.json", `${workspace.read(".canary/tasks.json")}{"garbage\n`);
    expect((await json(["tasks", "list"])).total).toBe(4);
    const shown = await runCanary(workspace, ["doctor", "--fix", "--provider", "kind"]);
    expect(shown.stderr).toContain("CANARY_CONFIRMATION_REQUIRED");
    expect(shown.stderr).toContain("not valid JSON");
    const mended = await runCanary(workspace, ["doctor", "--fix", "--yes", "--provider", "kind"]);
    expect(mended.stdout).toContain("mended");
    const told = await runCanary(workspace, ["doctor", "--provider", "kind", "-o", "json"]);
    const report = hostReportSchema.parse(JSON.parse(told.stdout));
    expect(report).toEqual(JSON.parse(told.stdout));
    expect(report.store).toEqual({ findings: [], repair: null });
    expect(workspace.read(".canary/tasks.json")).not.toContain("garbage");
  });
});
