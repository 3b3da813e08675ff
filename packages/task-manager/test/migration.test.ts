import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SCHEMA_VERSION } from "../src/file/store-file.ts";
import { MIGRATIONS } from "../src/migrate/migrations.ts";
import { readTaskRows } from "../src/index.ts";
import { codeOf, oldStore, sampleStore, withoutVersion } from "./support/sample-store.ts";

const tasks = [{ id: "a" }, { id: "b", dependencies: ["a"] }, { id: "c" }];

describe("a tasks.json of an older version", () => {
  it("has a migration for every version before the present one", () => {
    expect(MIGRATIONS.length).toBe(SCHEMA_VERSION);
  });

  it("is read as the present version has it, and left as it is", () => {
    const { store, directory, readTasks } = oldStore(tasks);
    const before = readTasks();
    expect(store.read()).toMatchObject({ defaultDocument: "prd", problems: [], tasks });
    expect(readTaskRows({ directory, clock: { now: () => 0 } })).toBeUndefined();
    expect(store.check().map(({ code, severity }) => [code, severity])).toEqual([
      ["version-older", "warning"],
    ]);
    expect(readTasks()).toBe(before);
  });

  it("is migrated by the first change, with a copy, and says so", () => {
    const { store, directory, notices, readTasks, readEvents } = oldStore(tasks);
    const [before, events] = [readTasks(), readEvents()];
    store.transition("a", { status: "completed" });
    const backup = join(directory, "tasks.json.v0");
    expect(readFileSync(backup, "utf8")).toBe(before);
    expect(notices).toEqual([{ kind: "migrated", from: 0, to: 1, backup }]);
    expect(JSON.parse(readTasks())).toMatchObject({ schemaVersion: 1, defaultDocument: "prd" });
    expect(readEvents().slice(0, -1)).toEqual(events);
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["completed", "pending", "pending"]);
    expect(store.check()).toEqual([]);
  });

  it("is migrated also where the change is refused, by a merge, and by a repair", () => {
    const refused = oldStore(tasks);
    expect(codeOf(() => refused.store.transition("b", { status: "completed" }))).toBe(
      "CANARY_TASK_TRANSITION_REFUSED",
    );
    const merged = oldStore(tasks);
    expect(merged.merge(tasks).unchanged).toEqual(["a", "b", "c"]);
    const repaired = oldStore(tasks);
    expect(repaired.store.repair().repaired.map(({ code }) => code)).toEqual(["version-older"]);
    for (const { readTasks, directory, store } of [refused, merged, repaired]) {
      expect(JSON.parse(readTasks()).schemaVersion).toBe(1);
      expect(existsSync(join(directory, "tasks.json.v0"))).toBe(true);
      expect(store.check()).toEqual([]);
    }
  });

  it("is understood in the layout of an editor, too", () => {
    const { store, readTasks, writeTasks } = oldStore(tasks);
    writeTasks(JSON.stringify(JSON.parse(readTasks()), undefined, 2).replaceAll("\n", "\r\n"));
    store.transition("c", { status: "skipped" });
    expect(readTasks()).toContain('{\n"schemaVersion": 1,\n"defaultDocument": "prd",\n');
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["pending", "pending", "skipped"]);
  });

  it("keeps every copy: another file of that version gets a name of its own", () => {
    const { store, directory, readTasks, writeTasks } = oldStore(tasks);
    const first = readTasks();
    store.transition("a", { status: "completed" });
    const second = withoutVersion(readTasks());
    writeTasks(second);
    store.transition("c", { status: "completed" });
    writeTasks(first);
    store.transition("c", { status: "failed" });
    const copies = readdirSync(directory).filter((name) => name.startsWith("tasks.json.v"));
    expect(copies.map((name) => readFileSync(join(directory, name), "utf8"))).toEqual([first, second]);
  });

  it("loses no record that cannot be used: it is set aside and comes back from the events", () => {
    const { store, notices, readTasks, writeTasks } = oldStore(tasks);
    writeTasks(readTasks().replace('{"id":"b"', '{"id":"b"!'));
    store.transition("c", { status: "completed" });
    expect(notices.map(({ kind }) => kind)).toEqual(["quarantined", "migrated"]);
    expect(store.read()).toMatchObject({ problems: [], tasks: [{ id: "a" }, { id: "b" }, { id: "c" }] });
  });

  it("is followed by a change that a kill left in the events alone", () => {
    const { store, directory, notices, readTasks, writeTasks } = sampleStore(tasks);
    const before = readTasks();
    store.transition("a", { status: "completed" });
    writeTasks(withoutVersion(before));
    store.transition("c", { status: "in_progress" });
    expect(notices.map(({ kind }) => kind)).toEqual(["migrated", "mended"]);
    expect(store.read().tasks.map(({ status }) => status)).toEqual(["completed", "pending", "in_progress"]);
    expect(readTaskRows({ directory, clock: { now: () => 0 } })?.rows.length).toBe(3);
  });

  it("is the last good version, too, where the present file is gone", () => {
    const { store, directory, readTasks } = sampleStore(tasks);
    writeFileSync(join(directory, "tasks.json.previous"), withoutVersion(readTasks()));
    writeFileSync(join(directory, "tasks.json"), "");
    store.repair();
    expect(store.read().tasks.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });
});

it.each([0, -1, 1.5, "1", null])("schemaVersion %j is no version", (version) => {
  const { store, readTasks, writeTasks } = sampleStore(tasks);
  writeTasks(readTasks().replace('"schemaVersion": 1', `"schemaVersion": ${JSON.stringify(version)}`));
  expect(() => store.read()).toThrow(`schemaVersion is ${JSON.stringify(version)}, which is no version`);
  expect(codeOf(() => store.transition("a", { status: "completed" }))).toBe("CANARY_STORE_DAMAGED");
});
