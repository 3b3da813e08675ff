import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker, FAULTY_FS, runWorker, startWorker } from "./support/run-workers.ts";
import type { WorkerResult } from "./support/run-workers.ts";
import { oldStore, sampleStore } from "./support/sample-store.ts";
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
function expectSound({ store }: SampleStore, acknowledged: readonly string[]): void {
  const before = store.read();
  expect([before.tasks.length, before.problems]).toEqual([tasks.length, []]);
  const messages = new Set(store.history("t1").map(({ message }) => message));
  expect(acknowledged.filter((message) => !messages.has(message))).toEqual([]);
  store.transition("t49", { status: "in_progress", message: "after" });
  const task = store.read().tasks.find(({ id }) => id === "t1");
  const last = store.history("t1").at(-1);
  expect([task?.event, task?.status]).toEqual([last?.id, last?.after?.status ?? "pending"]);
}

interface Killed {
  readonly sample: SampleStore;
  /** What was killed before this call had no effect of it, and all effects of those before. */
  readonly at: number;
  readonly result: WorkerResult;
}

/**
 * Runs the worker on one new store after another, each time killed one call later, until it comes to its end; four at a
 * time. Gives those that were killed.
 */
async function killAtEachCall(
  create: () => SampleStore,
  verb: readonly string[],
): Promise<readonly Killed[]> {
  const killed: Killed[] = [];
  let next = 1;
  let isThrough = false;
  const work = async (): Promise<void> => {
    while (!isThrough) {
      const sample = create();
      const at = next;
      next += 1;
      const env = { FAULT: "kill", FAULT_AT: String(at), STORE: sample.directory };
      const result = await runWorker(["-r", FAULTY_FS, worker, sample.directory, ...verb], { env });
      if (result.signal === null) isThrough = true;
      else killed.push({ sample, at, result });
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  expect(killed.map(({ result: { signal } }) => signal)).toEqual(killed.map(() => "SIGKILL"));
  return killed;
}

const noticesOf = (killed: readonly Killed[], wanted: string): number =>
  killed.filter(({ sample }) => sample.notices.some(({ kind }) => kind === wanted)).length;

describe("kill -9 before any single call that changes a file", () => {
  it("of an update leaves a sound store", async () => {
    const killed = await killAtEachCall(() => sampleStore(tasks), ["update", "t1", "1", "once"]);
    for (const { sample, result } of killed) expectSound(sample, result.stdout);
    expect(killed.length).toBeGreaterThan(10);
    expect(noticesOf(killed, "lock-taken-over")).toBeGreaterThan(8);
    expect(noticesOf(killed, "mended")).toBeGreaterThan(0);
  });

  it("of the first merge leaves nothing or all of it", async () => {
    const ids = ["a", "b", "c"];
    const killed = await killAtEachCall(() => sampleStore(), ["merge", ...ids]);
    for (const { sample } of killed) {
      sample.merge(ids.map((id) => ({ id })));
      const { store } = sample;
      expect(store.read().tasks.map(({ id, event }) => [id, event])).toEqual(
        ids.map((id) => [id, store.history(id).at(-1)?.id]),
      );
      expect(store.history().filter(({ type }) => type === "added").length).toBe(ids.length);
    }
    expect(killed.length).toBeGreaterThan(10);
  });

  it("of a migration leaves the old file or the new one, and a whole copy of the old one beside it", async () => {
    const killed = await killAtEachCall(() => oldStore(tasks), ["update", "t1", "1", "once"]);
    const versions = new Set<unknown>();
    for (const { sample, result } of killed) {
      const { schemaVersion } = JSON.parse(sample.readTasks());
      const copy = join(sample.directory, "tasks.json.v0");
      expect(schemaVersion === undefined || existsSync(copy)).toBe(true);
      expectSound(sample, result.stdout);
      expect(JSON.parse(sample.readTasks()).schemaVersion).toBe(1);
      const old = JSON.parse(readFileSync(copy, "utf8"));
      expect([old.schemaVersion, old.tasks.length]).toEqual([undefined, tasks.length]);
      versions.add(schemaVersion);
    }
    expect(versions).toEqual(new Set([undefined, 1]));
    expect(noticesOf(killed, "migrated")).toBeGreaterThan(8);
  });
});

/** Kills a writer of this store at a random moment, once it has written; gives what it said that it wrote. */
async function killAtRandom({ directory }: SampleStore, name: string): Promise<readonly string[]> {
  const running = startWorker([worker, directory, "update", "t1", "100000", name]);
  const isWriting = new Promise((resolve) => running.process.stdout?.once("data", resolve));
  await Promise.race([isWriting, running.ended]);
  const until = performance.now() + Math.random() * 4;
  while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
  running.process.kill("SIGKILL");
  return (await running.ended).stdout;
}

describe("kill -9 at 200 random moments", () => {
  it("leaves sound stores: four of them, each killed again and again", async () => {
    const work = async (): Promise<number> => {
      const sample = sampleStore(tasks);
      for (let round = 0; round < 50; round += 1)
        expectSound(sample, await killAtRandom(sample, `r${round}`));
      return sample.store.history("t1").length;
    };
    const lengths = await Promise.all([work(), work(), work(), work()]);
    expect(Math.min(...lengths)).toBeGreaterThan(50);
  });
});
