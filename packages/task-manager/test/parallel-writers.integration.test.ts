import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker, runWorker, startWorker } from "./support/run-workers.ts";
import { sampleStore } from "./support/sample-store.ts";

let folder: string;
let worker: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "canary-worker-"));
  worker = await buildWorker(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tasks = Array.from({ length: 100 }, (_, index) => ({ id: `t${index}` }));

describe("32 processes with 32 updates each", () => {
  const [processes, updates] = [32, 32];

  it.each([
    { where: "on different tasks", idOf: (index: number) => `t${index}` },
    { where: "on one task", idOf: () => "t0" },
  ])("$where lose nothing", async ({ idOf }) => {
    const { directory, store } = sampleStore(tasks);
    const results = await Promise.all(
      Array.from({ length: processes }, (_, index) =>
        runWorker([worker, directory, "update", idOf(index), String(updates), `w${index}`]),
      ),
    );
    expect(results.filter(({ code }) => code !== 0)).toEqual([]);
    const expected = Array.from({ length: processes }, (_, index) =>
      Array.from({ length: updates }, (_, turn) => `w${index}-${turn}`),
    ).flat();
    const events = store.history().filter(({ type }) => type === "status");
    expect(events.map(({ message }) => message).toSorted()).toEqual(expected.toSorted());
    const last = new Map(events.map((event) => [event.task, event]));
    const touched = store.read().tasks.filter(({ status }) => status === "in_progress");
    expect(touched.map(({ id, message, event }) => ({ id, message, event }))).toEqual(
      touched.map(({ id }) => ({ id, message: last.get(id)?.message, event: last.get(id)?.id })),
    );
    expect(touched.length).toBe(new Set(Array.from({ length: processes }, (_, index) => idOf(index))).size);
    expect(readdirSync(directory).filter((name) => name.includes("lock") || name.endsWith(".next"))).toEqual(
      [],
    );
  });
});

describe("16 processes that claim the next task at once", () => {
  it("get one each, as long as there are any", async () => {
    const { directory, store } = sampleStore(tasks.slice(0, 12));
    const names = Array.from({ length: 16 }, (_, index) => `agent-${index}`);
    const results = await Promise.all(names.map((name) => runWorker([worker, directory, "claim", name])));
    const claimed = results.flatMap(({ stdout }) => stdout);
    expect(claimed.filter((id) => id === "nothing").length).toBe(4);
    expect(new Set(claimed).size).toBe(13);
    expect(new Set(store.read().tasks.map(({ claim }) => claim?.by)).size).toBe(12);
  });
});

describe("a reader beside a writer", () => {
  it("sees a whole version each time, never an older one than before", async () => {
    const { directory, store } = sampleStore(tasks);
    const writer = startWorker([worker, directory, "update", "t50", "300", "w"]);
    let last = "";
    let reads = 0;
    for (; writer.process.exitCode === null; reads += 1) {
      const { tasks: seen, problems } = store.read();
      const event = seen[50]?.event ?? "";
      expect([seen.length, problems.length, event >= last]).toEqual([tasks.length, 0, true]);
      last = event;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await writer.ended).stdout.length).toBe(300);
    expect(reads).toBeGreaterThan(20);
  });
});
