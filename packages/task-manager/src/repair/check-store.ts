import { existsSync, readFileSync } from "node:fs";
import { createTaskGraph, findCycle } from "@canary/core";
import { readEventLog } from "../events/event-log.ts";
import type { StoreEvent } from "../events/store-event.ts";
import { SCHEMA_VERSION } from "../file/store-file.ts";
import type { StoreContent } from "../file/store-file.ts";
import type { StorePaths } from "../file/store-paths.ts";
import { ownerState, parseLockOwner } from "../lock/lock-owner.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { createSnapshot } from "../snapshot/create-snapshot.ts";
import { readSources } from "./read-sources.ts";
import type { StoreSources } from "./read-sources.ts";
import { applyMissing, restoreContent } from "./restore-content.ts";

/** One thing that is not as it should be, and what `repair` does about it; null where a person has to. */
export interface StoreFinding {
  readonly severity: "error" | "warning";
  /** Kebab-case; docs/task-store.md lists them. */
  readonly code: string;
  readonly message: string;
  readonly file: string;
  /** Counts from 1; null where it is about the whole file. */
  readonly line: number | null;
  readonly repair: string | null;
}

/** Looks at everything in a store and changes nothing. Throws CANARY_STORE_UNREADABLE and CANARY_STORE_NEWER. */
export function checkStore(paths: StorePaths): readonly StoreFinding[] {
  const sources = readSources(paths);
  if (sources.text === undefined && sources.events.length === 0) return lockFindings(paths);
  const { content, restored } = restoreContent(sources);
  return [
    ...fileFindings(paths, sources, content),
    ...versionFindings(paths, sources),
    ...damageFindings(sources, new Set(restored.map(({ id }) => id))),
    ...lossFindings(paths, sources, restored),
    ...eventFindings(paths, sources, content),
    ...(sources.current === undefined ? [] : graphFindings(paths, content)),
    ...lockFindings(paths),
  ];
}

function fileFindings(
  paths: StorePaths,
  { text, fault, current, previous }: StoreSources,
  content: StoreContent,
): readonly StoreFinding[] {
  if (current !== undefined) return [];
  const from = previous === undefined ? "the events" : "the last good version and the events";
  return [
    {
      severity: "error",
      code: text === undefined ? "tasks-missing" : "tasks-damaged",
      message: fault ?? "tasks.json is gone",
      file: paths.tasks,
      line: null,
      repair: content.records.length === 0 ? null : `restore ${content.records.length} tasks from ${from}`,
    },
  ];
}

function versionFindings({ tasks }: StorePaths, { current }: StoreSources): readonly StoreFinding[] {
  if (current === undefined || current.version === SCHEMA_VERSION) return [];
  return [
    {
      severity: "warning",
      code: "version-older",
      message: `tasks.json has version ${current.version} of the format, the present one is ${SCHEMA_VERSION}`,
      file: tasks,
      line: null,
      repair: `migrate it, with a copy in tasks.json.v${current.version}`,
    },
  ];
}

function damageFindings({ current }: StoreSources, restored: ReadonlySet<string>): readonly StoreFinding[] {
  return (current?.damaged ?? []).map(({ file, line, reason, text }) => {
    const id = /"id":"([^"]+)"/.exec(text)?.[1];
    const isRestored = id !== undefined && restored.has(id);
    const end = text === "" ? "write the file anew" : "move it to the quarantine";
    return {
      severity: "error",
      code: "record-damaged",
      message: reason,
      file,
      line,
      repair: isRestored ? `${end} and restore ${id}` : end,
    };
  });
}

/** Records that no damaged line tells of, although they once were there. */
function lossFindings(
  { tasks }: StorePaths,
  { current }: StoreSources,
  restored: readonly TaskRecord[],
): readonly StoreFinding[] {
  if (current === undefined) return [];
  return restored
    .filter(({ id }) => !current.damaged.some(({ text }) => text.includes(JSON.stringify(id))))
    .map(({ id }) => ({
      severity: "error",
      code: "record-lost",
      message: `${id} is known to the events, but tasks.json does not have it`,
      file: tasks,
      line: null,
      repair: `restore ${id}`,
    }));
}

function eventFindings(
  paths: StorePaths,
  { current, events }: StoreSources,
  content: StoreContent,
): readonly StoreFinding[] {
  const { problems } = readEventLog(paths.events);
  const torn = problems.map(({ file, line, reason }): StoreFinding => ({
    severity: "warning",
    code: "event-damaged",
    message: reason,
    file,
    line,
    repair: null,
  }));
  if (current === undefined) return torn;
  const pending = pendingIds(content, events);
  if (pending.length === 0) return torn;
  return [
    ...torn,
    {
      severity: "warning",
      code: "change-pending",
      message: `the events know changes of ${pending.join(", ")} that tasks.json does not have`,
      file: paths.tasks,
      line: null,
      repair: "apply them",
    },
  ];
}

/** Tasks with events that follow on what the content has. */
function pendingIds(content: StoreContent, events: readonly StoreEvent[]): readonly string[] {
  const known = new Map(content.records.map((record) => [record, record.event]));
  return applyMissing(content, events)
    .records.filter((record) => known.get(record) === undefined)
    .map(({ id }) => id);
}

function graphFindings(paths: StorePaths, content: StoreContent): readonly StoreFinding[] {
  const { tasks } = createSnapshot({ ...content, damaged: [] }, 0);
  const ids = new Set(tasks.map(({ id }) => id));
  const cycle = findCycle(createTaskGraph(tasks));
  const warning = { severity: "warning", file: paths.tasks, line: null, repair: null } as const;
  const unknown = tasks.flatMap(({ id, dependencies }) =>
    dependencies
      .filter((dependency) => !ids.has(dependency))
      .map((dependency) => ({
        ...warning,
        code: "dependency-unknown",
        message: `${id} depends on ${dependency}, which is not there`,
      })),
  );
  const message = cycle?.join(" → ");
  return [...unknown, ...(message === undefined ? [] : [{ ...warning, code: "dependency-cycle", message }])];
}

function lockFindings(paths: StorePaths): readonly StoreFinding[] {
  if (!existsSync(paths.lock)) return [];
  const owner = parseLockOwner(readFileSync(paths.lock, "utf8"));
  const state = owner === undefined ? "dead" : ownerState(owner);
  if (state === "alive") return [];
  const who = owner === undefined ? "nobody" : `process ${owner.pid} on ${owner.host}`;
  return [
    {
      severity: "warning",
      code: "lock-stale",
      message:
        state === "dead"
          ? `the lock of ${who}, which is gone`
          : `a lock of ${who}, which cannot be asked from here`,
      file: paths.lock,
      line: null,
      repair: state === "dead" ? "take it over" : null,
    },
  ];
}
