import { isCanaryError } from "@canary/core";
import { applyEvents } from "../events/apply-events.ts";
import { readLogTail } from "../events/event-log.ts";
import type { LogTail } from "../events/event-log.ts";
import { parseStoreText } from "../file/parse-store-text.ts";
import { hasEvents, readStoreBytes } from "../file/read-store-file.ts";
import { SCHEMA_VERSION } from "../file/store-file.ts";
import type { StoreContent } from "../file/store-file.ts";
import type { HeldLock } from "../lock/acquire-lock.ts";
import { migrateStore } from "../migrate/migrate-store.ts";
import { recordKey } from "../record/task-record.ts";
import { readSources } from "../repair/read-sources.ts";
import { restoreContent } from "../repair/restore-content.ts";
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
 * The store's content with what a kill left unfinished applied and what is damaged restored; to be called inside the
 * lock. Damaged lines go to the quarantine, a file of an older version is migrated. Throws CANARY_STORE_UNREADABLE, CANARY_STORE_DAMAGED, CANARY_STORE_NEWER.
 */
export function openContent(access: StoreAccess, lock: HeldLock): OpenContent {
  const { paths } = access;
  const tail = readLogTail(paths.events);
  const text = readTextIfThere(access);
  if (text === undefined) return { file: restored(access, "tasks.json was not there"), text: "", tail };
  const file = parseStoreText(text, paths.tasks);
  if (file.version !== SCHEMA_VERSION) {
    migrateStore(access, lock);
    return openContent(access, lock);
  }
  if (file.damaged.length > 0) {
    quarantineLines(access, file.damaged);
    return { file: restored(access, "some records could not be used"), text, tail };
  }
  const events = new Map(file.records.map((record) => [recordKey(record.document, record.id), record.event]));
  const pending = pendingEvents(paths, tail, (document, task) =>
    task === null
      ? file.header.documents.find(({ id }) => id === document)?.event
      : events.get(recordKey(document, task)),
  );
  if (pending.length === 0) return { file, text, tail };
  const tasks = [...new Set(pending.flatMap(({ task }) => task ?? []))];
  access.onNotice({ kind: "mended", reason: "a change was cut off between events and tasks", tasks });
  return { file: applyEvents(file, pending), text, tail };
}

function readTextIfThere(access: StoreAccess): string | undefined {
  try {
    return readStoreBytes(access.paths).toString("utf8");
  } catch (error) {
    if (!isCanaryError(error)) throw error;
    if (error.code === "CANARY_STORE_NOT_FOUND") return undefined;
    if (error.code === "CANARY_STORE_DAMAGED" && hasEvents(access.paths)) return undefined;
    throw error;
  }
}

/** What the files and the events together give; empty where there is nothing at all. */
function restored({ paths, onNotice }: StoreAccess, reason: string): StoreContent {
  const { content, restored } = restoreContent(readSources(paths));
  const tasks = restored.map(({ id }) => id);
  if (tasks.length > 0) onNotice({ kind: "mended", reason: `${reason}; restored from the events`, tasks });
  return content;
}
