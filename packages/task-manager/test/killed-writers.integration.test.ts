import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker, FAULTY_FS, runWorker, startWorker } from "./support/run-workers.ts";
import type { WorkerResult } from "./support/run-workers.ts";
import { sampleStore } from "./support/sample-store.ts";
import type { SampleStore } from "./support/sample-store.ts";

let folder: string;
let worker: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "canary-worker-"));
  worker = await buildWorker(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tasks = Array.from({ length: 50 }, (_, index) => ({ id: `t${index}` }));

/** After a kill: readable, nothing acknowledged lost, writable at once, events and records agree. */
function expectSound({ store }: SampleStore, id: string, acknowledged: readonly string[]): void {
  const before = store.read();
  expect([before.tasks.length, before.problems]).toEqual([tasks.length, []]);
  const messages = new Set(store.history(id).map(({ message }) => message));
  expect(acknowledged.filter((message) => !messages.has(message))).toEqual([]);
  store.transition("t49", { status: "in_progress", message: "after" });
  const task = store.read().tasks.find((each) => each.id === id);
  const last = store.history(id).at(-1);
  expect([task?.event, task?.status]).toEqual([last?.id, last?.after?.status]);
}

async function killAt(sample: SampleStore, verb: readonly string[], at: number): Promise<WorkerResult> {
  const env = { ...process.env, FAULT: "kill", FAULT_AT: String(at), STORE: sample.directory };
  return await runWorker(["-r", FAULTY_FS, worker, sample.directory, ...verb], { env });
}

describe("kill -9", () => {
  it("before any single file system call of an update leaves a sound store", async () => {
    const sample = sampleStore(tasks);
    let at = 1;
    for (; at < 100; at += 1) {
      const { signal, stdout } = await killAt(sample, ["update", "t1", "1", `at${at}`], at);
      expectSound(sample, "t1", stdout);
      if (signal === null) break;
      expect(signal).toBe("SIGKILL");
    }
    expect(at).toBeGreaterThan(15);
    expect(at).toBeLessThan(100);
    expect(sample.notices.filter(({ kind }) => kind === "lock-taken-over").length).toBeGreaterThan(10);
    expect(sample.notices.filter(({ kind }) => kind === "mended").length).toBeGreaterThan(0);
  });

  it("before any single file system call of the first merge leaves nothing or all of it", async () => {
    const ids = ["a", "b", "c"];
    let at = 1;
    for (; at < 100; at += 1) {
      const sample = sampleStore();
      const { signal } = await killAt(sample, ["merge", ...ids], at);
      sample.merge(ids.map((id) => ({ id })));
      expect(sample.store.read().tasks.map(({ id, event }) => [id, event])).toEqual(
        ids.map((id) => [id, sample.store.history(id).at(-1)?.id]),
      );
      expect(sample.store.history().filter(({ type }) => type === "added").length).toBe(ids.length);
      if (signal === null) break;
    }
    expect(at).toBeGreaterThan(15);
    expect(at).toBeLessThan(100);
  });

  it("at 200 random moments leaves a sound store", async () => {
    const sample = sampleStore(tasks);
    for (let round = 0; round < 200; round += 1) {
      const running = startWorker([worker, sample.directory, "update", "t1", "100000", `r${round}`]);
      const isWriting = new Promise((resolve) => running.process.stdout?.once("data", resolve));
      await Promise.race([isWriting, running.ended]);
      const until = performance.now() + Math.random() * 4;
      while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
      running.process.kill("SIGKILL");
      const { stdout } = await running.ended;
      expectSound(sample, "t1", stdout);
    }
    expect(sample.store.history("t1").length).toBeGreaterThan(200);
  }, 300_000);
});
