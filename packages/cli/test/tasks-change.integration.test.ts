import { describe, expect, it } from "vitest";
import * as schemas from "@canary/core/schemas";
import { canary, idsOf, json, parseBeforeEach, PRD, workspace } from "./support/task-project.ts";

parseBeforeEach();

describe("the short forms of update", () => {
  it("start, fail, reset, complete and skip set the status that they name", async () => {
    const steps = [
      ["start", "in_progress"],
      ["fail", "failed"],
      ["reset", "pending"],
      ["skip", "skipped"],
      ["reset", "pending"],
      ["complete", "completed"],
    ] as const;
    for (const [verb, status] of steps) {
      const document = await json("tasks", verb, "bg-guide", "--message", verb);
      const { transitions } = schemas.taskTransitionsSchema.parse(document);
      expect(transitions[0]).toMatchObject({ task: { status, message: verb }, isChanged: true });
    }
  });

  it("change several tasks, named by number, alias or prefix, or none of them", async () => {
    await canary("tasks", "start", "1.1", "T012", "bg-g");
    expect(await idsOf("--status=in_progress")).toEqual(["infra-cluster", "T012", "bg-guide"]);
    const refused = await canary("tasks", "complete", "bg-guide", "bg-rollout");
    expect(refused.stderr).toContain("it waits for infra-tools");
    expect(refused.exitCode).toBe(6);
    expect(await idsOf("--status=completed")).toEqual([]);
  });

  it("say when there was nothing to change, and note what was forced", async () => {
    await canary("tasks", "start", "bg-guide");
    expect((await canary("tasks", "start", "bg-guide")).stdout).toContain("nothing to change");
    expect((await canary("tasks", "complete", "bg-rollout", "--force")).stdout).toContain("forced");
    expect((await canary("tasks", "history", "bg-rollout")).stdout).toContain("forced");
  });

  it("set and remove owner and note, with a status or alone", async () => {
    await canary("tasks", "start", "bg-guide", "--owner", "ann", "--note", "after lunch");
    expect((await json("tasks", "show", "bg-guide")).task).toMatchObject({
      status: "in_progress",
      owner: "ann",
      note: "after lunch",
    });
    await canary("tasks", "update", "bg-guide", "--owner", "", "--note", "before lunch");
    const { task } = await json("tasks", "show", "bg-guide");
    expect([task.status, task.owner, task.note]).toEqual(["in_progress", undefined, "before lunch"]);
    expect((await canary("tasks", "update", "bg-guide")).exitCode).toBe(2);
  });
});

describe("canary tasks next", () => {
  it("explains its order", async () => {
    const { tasks } = schemas.nextTasksSchema.parse(await json("tasks", "next", "--explain"));
    expect(tasks.map(({ task, chainLength, decidedBy }) => [task.id, chainLength, decidedBy])).toEqual([
      ["infra-cluster", 3, null],
      ["T012", 1, "chain"],
      ["bg-guide", 1, "priority"],
    ]);
    expect((await canary("tasks", "next", "--explain")).stdout).toContain("3 tasks in a chain");
  });

  it("--claim gives each of several processes another task, and nothing when all are taken", async () => {
    const runs = await Promise.all(
      ["ann", "bob", "eve", "joe"].map((by) => json("tasks", "next", "--claim", "--by", by, "--ttl", "5m")),
    );
    const claimed = runs.flatMap((run) => schemas.taskListSchema.parse(run).tasks);
    expect(claimed.map(({ id }) => id).toSorted()).toEqual(["T012", "bg-guide", "infra-cluster"]);
    expect(new Set(claimed.map(({ claim }) => claim?.by)).size).toBe(3);
    expect((await canary("tasks", "next")).stdout).toContain("Nothing is ready");
  });

  it("a claim keeps others away, ends by itself, and reset gives it back", async () => {
    await canary("tasks", "next", "--claim", "--by", "ann", "--ttl", "10m");
    const refused = await canary("tasks", "start", "infra-cluster", "--by", "bob");
    expect(refused.stderr).toContain("ann has claimed it");
    await canary("tasks", "reset", "infra-cluster", "--by", "ann");
    expect((await json("tasks", "next")).tasks[0]).toMatchObject({ id: "infra-cluster" });
    expect((await canary("tasks", "history", "--limit", "1")).stdout).toMatch(/ infra-cluster released /);
    await canary("tasks", "next", "--claim", "--by", "ann", "--ttl", "0.01s");
    const again = await json("tasks", "next", "--claim", "--by", "bob");
    expect(again.tasks[0]).toMatchObject({ id: "infra-cluster", claim: { by: "bob" } });
  });

  it("says what failed where nothing else is left, and undo how many changes there were", async () => {
    await canary("tasks", "complete", "infra-cluster", "infra-tools", "bg-rollout", "T012");
    await canary("tasks", "fail", "bg-guide");
    expect((await canary("tasks", "next")).stdout).toMatch(
      /^Nothing is ready: 1 failed .*--status=failed.*; every other task is done/,
    );
    const undo = await canary("tasks", "undo", "99");
    expect(undo.stderr).toContain("there were only 2 changes to take back");
    expect(undo.exitCode).toBe(0);
  });

  it.each([
    [["--by", "ann"], "Add --claim"],
    [["--claim", "--limit", "2"], "--limit"],
    [["--claim", "--ttl", "soon"], "10m"],
  ])("%j is refused with what to do", async (options, hint) => {
    const run = await canary("tasks", "next", ...options);
    expect(run.stderr).toContain(hint);
    expect(run.exitCode).toBe(2);
  });
});

describe("canary tasks show", () => {
  it("shows one task, or several, as its schema says", async () => {
    schemas.taskViewSchema.parse(await json("tasks", "show", "1.1"));
    const { tasks } = schemas.taskViewsSchema.parse(await json("tasks", "show", "1.1", "1.2"));
    expect(tasks[0]?.dependents.map(({ id }) => id)).toEqual(["infra-tools"]);
  });

  it("knows what left the document, and parsing it again restores it with its status", async () => {
    await canary("tasks", "fail", "bg-guide", "--message", "no time");
    workspace.write("PRD.md", PRD.replace(/- \[ \] Write the guide.*\n/, ""));
    await canary("parse", "PRD.md");
    expect(await idsOf("--archived")).toEqual(["bg-guide"]);
    expect((await canary("tasks", "show", "bg-guide")).stdout).toContain("left the document");
    expect((await canary("tasks", "start", "bg-guide")).stderr).toContain("then parse it again");
    expect((await json("tasks", "history", "bg-guide")).total).toBe(3);
    workspace.write("PRD.md", PRD);
    await canary("parse", "PRD.md");
    expect((await json("tasks", "show", "bg-guide")).task).toMatchObject({
      status: "failed",
      message: "no time",
    });
  });
});

describe("canary tasks history and undo", () => {
  it("history tells who did what and why, of some tasks or all", async () => {
    await canary("tasks", "start", "bg-guide", "--by", "bob", "--message", "at last");
    const { events, total } = schemas.taskHistorySchema.parse(await json("tasks", "history", "2.2"));
    expect([total, events.at(-1)?.by, events.at(-1)?.message]).toEqual([2, "bob", "at last"]);
    expect((await json("tasks", "history", "--limit", "1")).events).toHaveLength(1);
    expect((await canary("tasks", "history", "--limit", "1")).stdout).toContain("pending → in_progress");
    const lines = (await canary("tasks", "history", "-o", "jsonl")).stdout.trimEnd().split("\n");
    const printed = lines.map((line) => JSON.parse(line));
    expect(printed.map((event) => schemas.taskEventSchema.parse(event))).toEqual(printed);
    expect(printed.length).toBeGreaterThan(1);
  });

  it("undo takes back the last changes, each as it was made", async () => {
    await canary("tasks", "start", "bg-guide");
    await canary("tasks", "complete", "infra-cluster", "T012");
    const { stdout } = await canary("tasks", "undo");
    expect(stdout).toContain("infra-cluster completed → ○ pending");
    expect(stdout).toContain("T012 completed → ○ pending");
    await canary("tasks", "complete", "bg-guide");
    schemas.taskTransitionsSchema.parse(await json("tasks", "undo", "2"));
    expect(await idsOf("--status=pending")).toHaveLength(5);
    expect((await canary("tasks", "undo")).stdout).toBe("There is nothing to take back.\n");
    expect((await canary("tasks", "undo", "none")).exitCode).toBe(2);
  });

  it("undo names the claim that it takes back", async () => {
    await canary("tasks", "next", "--claim", "--by", "agent-7");
    expect((await canary("tasks", "undo")).stdout).toContain("claim of agent-7 removed");
  });

  it("undo takes back all of the last changes or none of them", async () => {
    await canary("tasks", "start", "bg-guide");
    workspace.write("PRD.md", PRD.replace("Write the guide", "Write the guides"));
    await canary("parse", "PRD.md");
    await canary("tasks", "start", "T012");
    const refused = await canary("tasks", "undo", "2");
    expect(refused.stderr).toContain("bg-guide");
    expect(refused.exitCode).toBe(6);
    expect(await idsOf("--status=in_progress")).toEqual(["T012", "bg-guide"]);
  });
});
