import { describe, expect, it } from "vitest";
import { codeOf, sampleStore } from "./support/sample-store.ts";

describe("tasks.json", () => {
  it("has one task a line with a blank line between", () => {
    const { readTasks } = sampleStore([{ id: "a" }, { id: "b", phase: null }]);
    const lines = readTasks().split("\n");
    const first = lines.indexOf('"tasks": [') + 1;
    expect(JSON.parse((lines[first] ?? "").replace(/,$/, "")).id).toBe("a");
    expect(lines[first + 1]).toBe("");
    expect(JSON.parse(lines[first + 2] ?? "").id).toBe("b");
    expect(JSON.parse(readTasks()).schemaVersion).toBe(1);
  });

  it("reads back what was merged", () => {
    const { store } = sampleStore([
      { id: "a", aliases: ["TASK_001"], details: ["x"] },
      { id: "b", phase: null, dependencies: ["a"] },
    ]);
    const { tasks, phases, defaultDocument, problems } = store.read();
    expect(
      tasks.map(({ id, aliases, phase, dependencies }) => ({ id, aliases, phase, dependencies })),
    ).toEqual([
      { id: "a", aliases: ["TASK_001"], phase: "infra", dependencies: [] },
      { id: "b", aliases: [], phase: null, dependencies: ["a"] },
    ]);
    expect(tasks[1]?.source).toEqual({ file: "prd.md", line: 11, column: 1, offset: 120 });
    expect(phases.map(({ id }) => id)).toEqual(["infra", "docs"]);
    expect([defaultDocument, problems]).toEqual(["prd", []]);
  });

  it("keeps every other byte when one task changes", () => {
    const { store, readTasks } = sampleStore([{ id: "a" }, { id: "b" }, { id: "c" }]);
    const before = readTasks().split("\n");
    store.transition("b", { status: "in_progress" });
    const after = readTasks().split("\n");
    expect(after.length).toBe(before.length);
    expect(before.flatMap((line, index) => (line === after[index] ? [] : [index])).length).toBe(1);
  });

  it("keeps fields it does not know", () => {
    const { store, readTasks, writeTasks, merge } = sampleStore([{ id: "a" }]);
    writeTasks(
      readTasks()
        .replace('"status":"pending"', '"colour":"red","status":"pending"')
        .replace("{\n", '{\n"team": "x",\n'),
    );
    store.transition("a", { status: "completed" });
    merge([{ id: "a", title: "Other" }]);
    const read = JSON.parse(readTasks());
    expect([read.team, read.tasks[0].colour, read.tasks[0].status]).toEqual(["x", "red", "completed"]);
  });

  it("is understood after an editor has laid it out anew, and then written in the own layout", () => {
    const { store, readTasks, writeTasks } = sampleStore([{ id: "a" }, { id: "b" }]);
    writeTasks(JSON.stringify(JSON.parse(readTasks()), undefined, 4).replaceAll("\n", "\r\n"));
    store.transition("b", { status: "skipped" });
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["pending", "skipped"]);
    expect(readTasks()).toContain('\n"tasks": [\n{"id":"a"');
  });
});

describe("a damaged store", () => {
  it("sets a bad record aside with its line and lists the rest", () => {
    const { store, readTasks, writeTasks } = sampleStore([{ id: "a" }, { id: "b" }, { id: "c" }]);
    const bad = readTasks()
      .split("\n")
      .findIndex((line) => line.includes('"id":"b"'));
    writeTasks(readTasks().replace('{"id":"b","document":"prd"', '{"id":"b",,"document":"prd"'));
    const { tasks, problems } = store.read();
    expect(tasks.map(({ id }) => id)).toEqual(["a", "c"]);
    expect(problems.map(({ line, reason }) => ({ line, reason }))).toEqual([
      { line: bad + 1, reason: "the record is not valid JSON" },
    ]);
    expect(store.transition("c", { status: "completed" }).task.status).toBe("completed");
    expect(codeOf(() => store.transition("b", { status: "completed" }))).toBe("CANARY_TASK_UNKNOWN");
  });

  it.each([
    ['"status":"pending"', '"status":"dun"', /"status" is "dun", expected one of pending/],
    ['"priority":"medium"', '"priority":4', /"priority" is 4/],
    ['"title":"Do a"', '"name":"Do a"', /"title" is missing/],
  ])("says what is wrong with a record: %s → %s", (from, to, reason) => {
    const { store, readTasks, writeTasks } = sampleStore([{ id: "a" }]);
    writeTasks(readTasks().replace(from, to));
    const { problems, tasks } = store.read();
    expect(tasks).toEqual([]);
    expect(problems.map((problem) => problem.reason)).toEqual([expect.stringMatching(reason)]);
  });

  it("lists what is left of a file that was cut off", () => {
    const { store, readTasks, writeTasks } = sampleStore([{ id: "a" }, { id: "b" }]);
    writeTasks(readTasks().slice(0, -40));
    const { tasks, problems } = store.read();
    expect(tasks.map(({ id }) => id)).toEqual(["a"]);
    expect(problems.length).toBe(2);
  });

  it("takes the later of two records of one task, as a merge conflict leaves them", () => {
    const { store, readTasks, writeTasks } = sampleStore([{ id: "a" }, { id: "b" }]);
    const old = readTasks();
    store.transition("a", { status: "completed" });
    const ours = old.split("\n").find((line) => line.startsWith('{"id":"a"')) ?? "";
    const theirs =
      readTasks()
        .split("\n")
        .find((line) => line.startsWith('{"id":"a"')) ?? "";
    writeTasks(old.replace(ours, `<<<<<<< HEAD\n${theirs}\n=======\n${ours}\n>>>>>>> other`));
    const { tasks, problems } = store.read();
    expect(tasks.map(({ id, status }) => `${id} ${status}`)).toEqual(["a completed", "b pending"]);
    expect(problems.length).toBe(4);
  });

  it.each([
    ["", "CANARY_STORE_DAMAGED"],
    ["{}", "CANARY_STORE_DAMAGED"],
    ["[]", "CANARY_STORE_DAMAGED"],
    ["null", "CANARY_STORE_DAMAGED"],
    ['{"schemaVersion": 1, "defaultDocument": "prd", "documents": []}', "CANARY_STORE_DAMAGED"],
    [
      '{"schemaVersion": 1, "defaultDocument": "prd", "documents": [{}], "tasks": []}',
      "CANARY_STORE_DAMAGED",
    ],
    ['{"schemaVersion": 0, "defaultDocument": "prd", "documents": [], "tasks": []}', "CANARY_STORE_DAMAGED"],
    ['{"schemaVersion": 2, "defaultDocument": "prd", "documents": [], "tasks": []}', "CANARY_STORE_NEWER"],
  ])("is never an empty list: %j", (text, code) => {
    const { store, writeTasks } = sampleStore([{ id: "a" }]);
    writeTasks(text);
    expect(codeOf(() => store.read())).toBe(code);
    expect(codeOf(() => store.transition("a", { status: "completed" }))).toBe(code);
  });

  it("names the line of a broken header", () => {
    const { store, readTasks, writeTasks } = sampleStore([{ id: "a" }]);
    writeTasks(readTasks().replace('"defaultDocument": "prd"', '"defaultDocument": prd'));
    expect(() => store.read()).toThrow(/tasks\.json:3:/);
  });

  it("is told from one that was never made", () => {
    const { store, directory } = sampleStore();
    expect(codeOf(() => store.read())).toBe("CANARY_STORE_NOT_FOUND");
    expect(codeOf(() => store.transition("a", { status: "completed" }))).toBe("CANARY_STORE_NOT_FOUND");
    expect(directory).toContain(".canary");
  });
});
