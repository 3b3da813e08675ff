import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readLogTail } from "../events/event-log.ts";
import { readStoreBytes } from "../file/read-store-file.ts";
import { writeError } from "../file/store-errors.ts";
import { formatStoreFile, SCHEMA_VERSION } from "../file/store-file.ts";
import type { StorePaths } from "../file/store-paths.ts";
import type { HeldLock } from "../lock/acquire-lock.ts";
import { readSources } from "../repair/read-sources.ts";
import { restoreContent } from "../repair/restore-content.ts";
import { commitChange } from "../write/commit-change.ts";
import { quarantineLines } from "../write/quarantine.ts";
import type { StoreAccess } from "../write/store-access.ts";

/**
 * Writes a tasks.json of an older version as the present one, to be called inside the lock: first a copy of it is made
 * beside it, so that a kill at any point leaves the old file or the new one, and the copy. Events stay as they are. Does
 * nothing where the file is of the present version, or not there.
 * Throws CANARY_STORE_UNREADABLE and CANARY_STORE_WRITE_FAILED.
 */
export function migrateStore(access: StoreAccess, lock: HeldLock): void {
  const { paths } = access;
  const sources = readSources(paths);
  const version = sources.current?.version;
  if (version === undefined || version === SCHEMA_VERSION) return;
  const backup = keepOldVersion(paths, readStoreBytes(paths), version);
  quarantineLines(access, sources.current?.damaged ?? []);
  const text = formatStoreFile(restoreContent(sources).content);
  commitChange(paths, lock, { chunks: [Buffer.from(text)], events: [], tail: readLogTail(paths.events) });
  access.onNotice({ kind: "migrated", from: version, to: SCHEMA_VERSION, backup });
}

/** A whole copy of the old file in `tasks.json.v0`, or with a number behind it where another copy has the name; gives it. */
function keepOldVersion(paths: StorePaths, bytes: Buffer, version: number): string {
  const base = `${paths.tasks}.v${version}`;
  let file = base;
  for (let turn = 2; existsSync(file); turn += 1) {
    if (readFileSync(file).equals(bytes)) return file;
    file = `${base}.${turn}`;
  }
  try {
    const fd = openSync(paths.next, "w");
    try {
      writeFileSync(fd, bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(paths.next, file);
  } catch (error) {
    throw writeError(file, error);
  }
  return file;
}
