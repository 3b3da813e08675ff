import { expect, test } from "vitest";
import { LedgerQueue } from "../src/run/ledger-queue.ts";
import type { TaskTransition } from "../src/run/task-ledger.ts";

const record = { run: "r", attempt: 1, environment: "local", evidence: [] };

function queueInto(writes: (readonly TaskTransition[])[], fail = false): LedgerQueue {
  return new LedgerQueue({
    load: async () => [],
    transition: async (transitions) => {
      writes.push(transitions);
      if (fail) throw new Error("disk full");
    },
  });
}

test("transitions of one moment are one write, and of two about one task the later counts", async () => {
  const writes: (readonly TaskTransition[])[] = [];
  const queue = queueInto(writes);
  queue.add("a", "in_progress", record);
  queue.add("b", "in_progress", record);
  queue.add("a", "completed", record);
  expect([...(await queue.settle()).keys()]).toEqual([]);
  expect(writes.map((write) => write.map(({ id, status }) => `${id} ${status}`))).toEqual([
    ["a completed", "b in_progress"],
  ]);
});

test("what comes while a write goes on is written after it", async () => {
  const writes: (readonly TaskTransition[])[] = [];
  const queue = queueInto(writes);
  queue.add("a", "in_progress", record);
  await queue.settle();
  queue.add("a", "completed", record);
  await queue.settle();
  expect(writes.flat().map(({ status }) => status)).toEqual(["in_progress", "completed"]);
});

test("a write that fails is told for each of its tasks, and breaks the queue", async () => {
  const queue = queueInto([], true);
  queue.add("a", "completed", record);
  queue.add("b", "completed", record);
  expect([...(await queue.settle()).keys()]).toEqual(["a", "b"]);
  expect(queue.isBroken).toBe(true);
});
