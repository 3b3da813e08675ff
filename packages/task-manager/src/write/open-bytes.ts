import { applyEvents } from "../events/apply-events.ts";
import { readLogTail } from "../events/event-log.ts";
import type { LogTail } from "../events/event-log.ts";
import { parseHeader } from "../file/parse-header.ts";
import { parseStoreText } from "../file/parse-store-text.ts";
import { readStoreBytes } from "../file/read-store-file.ts";
import { findRecordLine, readRecordLine } from "../file/record-lines.ts";
import { formatStoreFile, SCHEMA_VERSION, TASKS_MARKER } from "../file/store-file.ts";
import type { StoreHeader } from "../file/store-file.ts";
import type { HeldLock } from "../lock/acquire-lock.ts";
import { migrateStore } from "../migrate/migrate-store.ts";
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
 * Nothing is written, unless a file of an older version has to be migrated. Throws CANARY_STORE_NOT_FOUND, CANARY_STORE_UNREADABLE, CANARY_STORE_DAMAGED, CANARY_STORE_NEWER,
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
  const pending = pendingEvents(paths, tail, (document, task) => {
    if (task === null) return header.documents.find(({ id }) => id === document)?.event;
    const line = findRecordLine(bytes, { document, id: task }, paths.tasks);
    return line === undefined ? undefined : readRecordLine(bytes, line, paths.tasks).event;
  });
  if (pending.length === 0) return { bytes, header, tail, isMended: false };
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
