import { applyEvents } from "../events/apply-events.ts";
import { readEventLog, readLogTail } from "../events/event-log.ts";
import type { LogTail } from "../events/event-log.ts";
import { parseStoreText } from "../file/parse-store-text.ts";
import { hasEvents, readStoreBytes } from "../file/read-store-file.ts";
import { isCanaryError } from "@canary/core";
import { EMPTY_CONTENT } from "../file/store-file.ts";
import type { StoreContent, StoreFile } from "../file/store-file.ts";
import { recordKey } from "../record/task-record.ts";
import { pendingEvents } from "./pending-events.ts";
import { quarantineLines } from "./quarantine.ts";
import type { StoreAccess } from "./store-access.ts";

/** The store as objects, to be written anew as a whole. */
export interface OpenContent {
  readonly file: StoreContent;
  /** What is on disk; empty where there is nothing. */
  readonly text: string;
  readonly tail: LogTail;
}

/**
 * The store's content with what a kill left unfinished applied and what is damaged restored from the events; to be
 * called inside the lock. Damaged lines go to the quarantine. Throws CANARY_STORE_UNREADABLE, CANARY_STORE_DAMAGED,
 * CANARY_STORE_NEWER.
 */
export function openContent(access: StoreAccess): OpenContent {
  const { paths } = access;
  const tail = readLogTail(paths.events);
  const text = readTextIfThere(access);
  if (text === undefined) return { file: contentFromEvents(access), text: "", tail };
  const file = parseStoreText(text, paths.tasks);
  if (file.damaged.length > 0) return { file: withoutDamage(access, file), text, tail };
  const events = new Map(file.records.map((record) => [recordKey(record.document, record.id), record.event]));
  const pending = pendingEvents(paths, tail, (document, task) =>
    task === null
      ? file.header.documents.find(({ id }) => id === document)?.event
      : events.get(recordKey(document, task)),
  );
  if (pending.length === 0) return { file, text, tail };
  notifyMended(
    access,
    "a change was written to the events but not to the tasks before its process ended",
    pending.flatMap(({ task }) => task ?? []),
  );
  return { file: applyEvents(file, pending), text, tail };
}

function readTextIfThere(access: StoreAccess): string | undefined {
  try {
    return readStoreBytes(access.paths).toString("utf8");
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_STORE_NOT_FOUND") return undefined;
    if (isCanaryError(error) && error.code === "CANARY_STORE_DAMAGED" && hasEvents(access.paths))
      return undefined;
    throw error;
  }
}

/** tasks.json is not there: whatever was ever written to the events comes back. */
function contentFromEvents(access: StoreAccess): StoreContent {
  const { events } = readEventLog(access.paths.events);
  if (events.length === 0) return EMPTY_CONTENT;
  const restored = applyEvents(EMPTY_CONTENT, events);
  notifyMended(
    access,
    "tasks.json was not there and was rebuilt from the events",
    restored.records.map(({ id }) => id),
  );
  return restored;
}

/** Records that were set aside come back as the events tell them. */
function withoutDamage(access: StoreAccess, file: StoreFile): StoreContent {
  quarantineLines(access, file.damaged);
  const known = new Set(file.records.map(({ document, id }) => recordKey(document, id)));
  const rebuilt = applyEvents(EMPTY_CONTENT, readEventLog(access.paths.events).events);
  const lost = rebuilt.records.filter(({ document, id }) => !known.has(recordKey(document, id)));
  if (lost.length > 0) {
    notifyMended(
      access,
      "records that could not be used were restored from the events",
      lost.map(({ id }) => id),
    );
  }
  return { header: file.header, records: [...file.records, ...lost] };
}

function notifyMended({ onNotice }: StoreAccess, reason: string, tasks: readonly string[]): void {
  onNotice({ kind: "mended", reason, tasks: [...new Set(tasks)] });
}
