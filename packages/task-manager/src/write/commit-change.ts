import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writevSync } from "node:fs";
import { CanaryError } from "@canary/core";
import { appendEvents, truncateLog } from "../events/event-log.ts";
import type { LogTail } from "../events/event-log.ts";
import type { StoreEvent } from "../events/store-event.ts";
import { systemCode, writeError } from "../file/store-errors.ts";
import type { StorePaths } from "../file/store-paths.ts";
import type { HeldLock } from "../lock/acquire-lock.ts";

/** A new version of the store with the events that say how it came to be. */
export interface StoreChange {
  /** tasks.json in pieces. */
  readonly chunks: readonly Uint8Array[];
  readonly events: readonly StoreEvent[];
  readonly tail: LogTail;
}

/**
 * Writes the next version beside the present one, appends the events, renames. A failure before the rename leaves both
 * files as they were; a kill between append and rename leaves an event that the next writer applies.
 * Throws CANARY_STORE_WRITE_FAILED, or CANARY_STORE_LOCKED when the lock was taken away meanwhile.
 */
export function commitChange(paths: StorePaths, lock: HeldLock, { chunks, events, tail }: StoreChange): void {
  try {
    writeSynced(paths.next, chunks);
    if (!lock.isHeld()) throw lockLostError(paths);
    if (events.length > 0) appendEvents(paths.events, events, tail);
  } catch (error) {
    rmSync(paths.next, { force: true });
    throw systemCode(error) === undefined ? error : writeError(paths.tasks, error);
  }
  try {
    keepPrevious(paths);
    renameSync(paths.next, paths.tasks);
  } catch (error) {
    if (events.length > 0) truncateLog(paths.events, tail.size);
    rmSync(paths.next, { force: true });
    throw writeError(paths.tasks, error);
  }
}

function writeSynced(path: string, chunks: readonly Uint8Array[]): void {
  const fd = openSync(path, "w");
  try {
    let rest = chunks.filter((chunk) => chunk.length > 0);
    while (rest.length > 0) rest = dropBytes(rest, writevSync(fd, rest));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function dropBytes(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  let written = count;
  const rest: Uint8Array[] = [];
  for (const chunk of chunks) {
    if (written >= chunk.length) written -= chunk.length;
    else {
      rest.push(chunk.subarray(written));
      written = 0;
    }
  }
  return rest;
}

/** The version that is replaced stays as a second link; where links do not exist the events are enough. */
function keepPrevious(paths: StorePaths): void {
  try {
    rmSync(paths.previous, { force: true });
    linkSync(paths.tasks, paths.previous);
  } catch {
    return;
  }
}

function lockLostError(paths: StorePaths): CanaryError {
  return new CanaryError(`${paths.lock} was removed while the store was being written; nothing was changed`, {
    code: "CANARY_STORE_LOCKED",
    hint: "Run the command again; do not remove the lock of a process that still runs.",
    details: { file: paths.lock },
  });
}
