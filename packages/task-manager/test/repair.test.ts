import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeOf, sampleStore } from "./support/sample-store.ts";
import type { SampleStore } from "./support/sample-store.ts";

const statuses = ({ store }: SampleStore): readonly string[] =>
  store.read().tasks.map(({ id, status }) => `${id} ${status}`);

function worked(): SampleStore {
  const sample = sampleStore([{ id: "a" }, { id: "b" }, { id: "c" }]);
  sample.store.transition("b", { status: "completed", message: "seen" });
  sample.store.transition("c", { status: "failed" });
  return sample;
}

describe("check", () => {
  it("finds nothing in a sound store", () => {
    expect(worked().store.check()).toEqual([]);
    expect(sampleStore().store.check()).toEqual([]);
  });

  it("finds dependencies that are not there and cycles", () => {
    const { store } = sampleStore([
      { id: "a", dependencies: ["b"] },
      { id: "b", dependencies: ["a", "zz"] },
    ]);
    expect(store.check().map(({ code, message }) => `${code}: ${message}`)).toEqual([
      "dependency-unknown: b depends on zz, which is not there",
      "dependency-cycle: a → b → a",
    ]);
  });

  it("says what it would do and does nothing", () => {
    const sample = worked();
    sample.writeTasks(sample.readTasks().replace('{"id":"b"', '{"id":"b"!'));
    const before = sample.readTasks();
    expect(sample.store.check()).toEqual([
      expect.objectContaining({
        code: "record-damaged",
        severity: "error",
        repair: "move it to the quarantine and restore b",
      }),
    ]);
    expect(sample.readTasks()).toBe(before);
  });
});

describe("repair", () => {
  it.each<[string, (text: string) => string]>([
    ["a bad record", (text) => text.replace('{"id":"b"', '{"id":"b"!')],
    [
      "a lost record",
      (text) =>
        text
          .split("\n")
          .filter((line) => !line.startsWith('{"id":"b"'))
          .join("\n"),
    ],
    ["a broken header", (text) => text.replace('"schemaVersion"', "schemaVersion")],
    ["an empty file", () => ""],
    ["a file that was cut off", (text) => text.slice(0, text.length / 2)],
    ["zeros", (text) => "\0".repeat(text.length)],
  ])("brings %s back to what it was", (_, damage) => {
    const sample = worked();
    const good = sample.readTasks();
    sample.writeTasks(damage(good));
    sample.store.repair();
    expect(statuses(sample)).toEqual(["a pending", "b completed", "c failed"]);
    expect(sample.readTasks()).toBe(good);
    expect(sample.store.check()).toEqual([]);
  });

  it("restores from the events alone", () => {
    const sample = worked();
    const good = sample.readTasks();
    for (const file of ["tasks.json", "tasks.json.previous"]) rmSync(join(sample.directory, file));
    expect(codeOf(() => sample.store.read())).toBe("CANARY_STORE_DAMAGED");
    const { repaired, backup } = sample.store.repair();
    expect(repaired.map(({ code, repair }) => `${code}: ${repair}`)).toEqual([
      "tasks-missing: restore 3 tasks from the events",
    ]);
    expect(sample.readTasks()).toBe(good);
    expect(existsSync(join(backup ?? "", "events.ndjson"))).toBe(true);
  });

  it("keeps what it sets aside in the quarantine, with the reason and the line", () => {
    const sample = worked();
    sample.writeTasks(sample.readTasks().replace('{"id":"b"', '{"id":"b"!'));
    sample.store.repair();
    const [file] = readdirSync(join(sample.directory, "quarantine"));
    const { records } = JSON.parse(readFileSync(join(sample.directory, "quarantine", file ?? ""), "utf8"));
    expect(records).toEqual([
      expect.objectContaining({
        reason: "the record is not valid JSON",
        text: expect.stringContaining('{"id":"b"!'),
      }),
    ]);
  });

  it("applies changes that only the events know", () => {
    const sample = worked();
    const before = sample.readTasks();
    sample.store.transition("a", { status: "skipped" });
    sample.writeTasks(before);
    expect(sample.store.check().map(({ code }) => code)).toEqual(["change-pending"]);
    sample.store.repair();
    expect(statuses(sample)[0]).toBe("a skipped");
  });

  it("does nothing to a sound store", () => {
    const { store, directory } = worked();
    expect(store.repair()).toEqual({ repaired: [], remaining: [], backup: null });
    expect(existsSync(join(directory, "backups"))).toBe(false);
  });

  it("says so when there is nothing left to restore from", () => {
    const sample = worked();
    for (const file of ["tasks.json.previous", "events.ndjson"]) rmSync(join(sample.directory, file));
    writeFileSync(join(sample.directory, "tasks.json"), "");
    expect(codeOf(() => sample.store.repair())).toBe("nothing thrown");
    expect(sample.store.check()).toEqual([expect.objectContaining({ code: "tasks-damaged", repair: null })]);
  });

  it("reports lines of the log that are no events, and history goes on without them", () => {
    const sample = worked();
    writeFileSync(
      join(sample.directory, "events.ndjson"),
      `${sample.readEvents().join("\n")}\n{"id":"01`,
      "utf8",
    );
    sample.store.transition("a", { status: "completed" });
    expect(sample.store.check()).toEqual([expect.objectContaining({ code: "event-damaged", line: 7 })]);
    expect(sample.store.history("a").map(({ type }) => type)).toEqual(["added", "status"]);
  });
});

describe("a merge into a damaged store", () => {
  it("restores what was done before it compares", () => {
    const sample = worked();
    sample.writeTasks(sample.readTasks().replace('{"id":"b"', '{"id":"b"!'));
    const report = sample.merge([{ id: "a" }, { id: "b" }, { id: "c" }]);
    expect([report.added, report.unchanged]).toEqual([[], ["a", "b", "c"]]);
    expect(statuses(sample)).toEqual(["a pending", "b completed", "c failed"]);
    expect(sample.notices.map(({ kind }) => kind)).toEqual(["quarantined", "mended"]);
  });
});

describe("a change beside a damaged record", () => {
  it.each<[string, (text: string) => string]>([
    ["its line is no JSON", (text) => text.replace('"status":"failed"', '"status":failed')],
    ["its status is none", (text) => text.replace('"status":"failed"', '"status":"lost"')],
    ["its line begins otherwise", (text) => text.replace('{"id":"c"', '{"id":"c"!')],
  ])("sets the record of the last event aside and restores it: %s", (_, damage) => {
    const sample = worked();
    const good = sample.readTasks();
    sample.writeTasks(damage(good));
    expect(sample.store.transition("a", { status: "in_progress" }).task.status).toBe("in_progress");
    expect(statuses(sample)).toEqual(["a in_progress", "b completed", "c failed"]);
    expect(sample.notices.map(({ kind }) => kind)).toEqual(["quarantined", "mended"]);
    expect(quarantined(sample)).toEqual([expect.objectContaining({ line: expect.any(Number) })]);
    expect(sample.store.check()).toEqual([]);
  });

  it("goes on where nothing is left to restore from, and keeps the line", () => {
    const sample = worked();
    rmSync(join(sample.directory, "tasks.json.previous"));
    writeFileSync(join(sample.directory, "events.ndjson"), `${sample.readEvents().at(-1)}\n`);
    sample.writeTasks(sample.readTasks().replace('"status":"failed"', '"status":failed'));
    sample.store.transition("a", { status: "skipped" });
    expect(statuses(sample)).toEqual(["a skipped", "b completed"]);
    expect(quarantined(sample)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('{"id":"c"') }),
    ]);
  });

  it("leaves a damaged record of another task where it is", () => {
    const sample = worked();
    sample.writeTasks(sample.readTasks().replace('{"id":"b"', '{"id":"b"!'));
    sample.store.transition("a", { status: "skipped" });
    expect(sample.store.read().problems).toHaveLength(1);
    expect(sample.notices).toEqual([]);
  });
});

function quarantined({ directory }: SampleStore): unknown {
  const [file] = readdirSync(join(directory, "quarantine"));
  return JSON.parse(readFileSync(join(directory, "quarantine", file ?? ""), "utf8")).records;
}
