import { isCanaryError } from "@canary/core";
import { applyEvents } from "../events/apply-events.ts";
import { readLogTail } from "../events/event-log.ts";
import type { LogTail } from "../events/event-log.ts";
import { parseHeader } from "../file/parse-header.ts";
import { parseStoreText } from "../file/parse-store-text.ts";
import { readStoreBytes } from "../file/read-store-file.ts";
import { findRecordLine, readRecordLine } from "../file/record-lines.ts";
import { formatStoreFile, SCHEMA_VERSION, TASKS_MARKER } from "../file/store-file.ts";
import type { DamagedLine, StoreHeader } from "../file/store-file.ts";
import type { HeldLock } from "../lock/acquire-lock.ts";
import { migrateStore } from "../migrate/migrate-store.ts";
import { readSources } from "../repair/read-sources.ts";
import { restoreContent } from "../repair/restore-content.ts";
import { commitChange } from "./commit-change.ts";
import { pendingEvents } from "./pending-events.ts";
import { quarantineLines } from "./quarantine.ts";
import type { StoreAccess } from "./store-access.ts";

/** The store as bytes whose records can be found and replaced singly. */
export interface OpenBytes {
  readonly bytes: Buffer;
  readonly header: StoreHeader;
  readonly tail: LogTail;
  /** Whether the bytes are others than those on disk because of what was mended. */
  readonly isMended: boolean;
}

/**
 * The store in the layout of `formatStoreFile`, with what a kill left unfinished applied; to be called inside the lock.
 * Nothing is written, unless a file of an older version has to be migrated, or the record of the last event is damaged: it
 * goes to the quarantine and is restored. Throws CANARY_STORE_NOT_FOUND, CANARY_STORE_UNREADABLE, CANARY_STORE_DAMAGED, CANARY_STORE_NEWER,
 * CANARY_STORE_WRITE_FAILED.
 */
export function openBytes(access: StoreAccess, lock: HeldLock): OpenBytes {
  const { paths } = access;
  const present = inOwnLayout(access, readStoreBytes(paths));
  if (present === "older") {
    migrateStore(access, lock);
    return openBytes(access, lock);
  }
  const { bytes, header } = present;
  const tail = readLogTail(paths.events);
  let damaged: readonly DamagedLine[] = [];
  const pending = pendingEvents(paths, tail, (document, task) => {
    if (task === null) return header.documents.find(({ id }) => id === document)?.event;
    const known = knownEvent(bytes, { document, id: task }, paths.tasks);
    damaged = known.damaged;
    return known.event;
  });
  if (pending.length === 0) {
    if (damaged.length === 0) return { bytes, header, tail, isMended: false };
    setAside(access, damaged, { lock, tail });
    return openBytes(access, lock);
  }
  const file = parseStoreText(bytes.toString("utf8"), paths.tasks);
  quarantineLines(access, file.damaged);
  const mended = applyEvents(file, pending);
  access.onNotice({
    kind: "mended",
    reason: "a change was cut off between events and tasks",
    tasks: pending.flatMap(({ task }) => task ?? []),
  });
  return { bytes: Buffer.from(formatStoreFile(mended)), header: mended.header, tail, isMended: true };
}

/**
 * The last event that tasks.json knows about a record. Where the record's line cannot be used and no other stands for it,
 * what is damaged in the file.
 */
function knownEvent(
  bytes: Buffer,
  key: { readonly document: string; readonly id: string },
  path: string,
): { readonly event: string | undefined; readonly damaged: readonly DamagedLine[] } {
  try {
    const line = findRecordLine(bytes, key, path);
    if (line !== undefined) return { event: readRecordLine(bytes, line, path).event, damaged: [] };
  } catch (error) {
    if (!isCanaryError(error)) throw error;
  }
  const { records, damaged } = parseStoreText(bytes.toString("utf8"), path);
  const record = records.find(({ document, id }) => document === key.document && id === key.id);
  return record === undefined ? { event: undefined, damaged } : { event: record.event, damaged: [] };
}

/**
 * Moves damaged lines to the quarantine and restores their records from the last good version and the events: at once,
 * whatever becomes of the change.
 */
function setAside(
  { paths, ...access }: StoreAccess,
  damaged: readonly DamagedLine[],
  { lock, tail }: { readonly lock: HeldLock; readonly tail: LogTail },
): void {
  const { content, restored } = restoreContent(readSources(paths));
  quarantineLines({ paths, ...access }, damaged);
  commitChange(paths, lock, { chunks: [Buffer.from(formatStoreFile(content))], events: [], tail });
  if (restored.length === 0) return;
  access.onNotice({
    kind: "mended",
    reason: "some records could not be used; restored from the events",
    tasks: restored.map(({ id }) => id),
  });
}

/** A file that something else wrote anew (CRLF, indentation) is brought back into the own layout first. */
function inOwnLayout(access: StoreAccess, bytes: Buffer): Pick<OpenBytes, "bytes" | "header"> | "older" {
  const { tasks } = access.paths;
  const marker = bytes.indexOf(TASKS_MARKER);
  if (marker !== -1) {
    const { header, version } = parseHeader(bytes.toString("utf8", 0, marker), tasks);
    return version === SCHEMA_VERSION ? { bytes, header } : "older";
  }
  const file = parseStoreText(bytes.toString("utf8"), tasks);
  if (file.version !== SCHEMA_VERSION) return "older";
  quarantineLines(access, file.damaged);
  return { bytes: Buffer.from(formatStoreFile(file)), header: file.header };
}
