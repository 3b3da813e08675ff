import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openTaskStore } from "../../src/index.ts";
import type { MergeReport, StoreNotice, TaskStore } from "../../src/index.ts";
import { reconcileById, sampleDocument } from "./sample-document.ts";
import type { SampleTask } from "./sample-document.ts";

export interface SampleStore {
  readonly directory: string;
  readonly store: TaskStore;
  readonly notices: readonly StoreNotice[];
  readonly merge: (tasks: readonly SampleTask[], documentId?: string) => MergeReport;
  readonly readTasks: () => string;
  readonly writeTasks: (text: string) => void;
  readonly readEvents: () => readonly string[];
  readonly setTime: (time: string) => void;
}

/** A new empty folder, removed when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "canary-store-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A store in a temporary folder with a clock that stands still, holding these tasks. */
export function sampleStore(
  tasks: readonly SampleTask[] = [],
  { lockTimeoutMs = 5000 }: { readonly lockTimeoutMs?: number } = {},
): SampleStore {
  const directory = join(temporaryFolder(), ".canary");
  const notices: StoreNotice[] = [];
  let now = Date.parse("2026-01-01T00:00:00.000Z");
  const store = openTaskStore({
    directory,
    clock: { now: () => now },
    actor: "ann@desk",
    lockTimeoutMs,
    onNotice: (notice) => notices.push(notice),
  });
  const tasksFile = join(directory, "tasks.json");
  const sample: SampleStore = {
    directory,
    store,
    notices,
    merge: (items, documentId = "prd") =>
      store.merge({
        documentId,
        document: sampleDocument(items, `${documentId}.md`),
        reconcile: reconcileById,
      }),
    readTasks: () => readFileSync(tasksFile, "utf8"),
    writeTasks: (text) => writeFileSync(tasksFile, text),
    readEvents: () =>
      readFileSync(join(directory, "events.ndjson"), "utf8")
        .split("\n")
        .filter((line) => line !== ""),
    setTime: (time) => {
      now = Date.parse(time);
    },
  };
  if (tasks.length > 0) sample.merge(tasks);
  return sample;
}

/** A tasks.json as it was before versions were counted. */
export function withoutVersion(text: string): string {
  return text.replace('"schemaVersion": 1,\n', "").replace(/"defaultDocument": "[^"]*",\n/, "");
}

/** A store whose tasks.json is of version 0. */
export function oldStore(tasks: readonly SampleTask[]): SampleStore {
  const sample = sampleStore(tasks);
  sample.writeTasks(withoutVersion(sample.readTasks()));
  return sample;
}

/** The code of the CanaryError that `action` throws, or what happened instead. */
export function codeOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
  return "nothing thrown";
}
