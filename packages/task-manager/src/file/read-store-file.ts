import { readFileSync, statSync } from "node:fs";
import { parseStoreText } from "./parse-store-text.ts";
import { damagedError, notFoundError, systemCode, unreadableError } from "./store-errors.ts";
import type { StoreFile } from "./store-file.ts";
import type { StorePaths } from "./store-paths.ts";

/**
 * The bytes of tasks.json, always of one whole version. Throws CANARY_STORE_NOT_FOUND, CANARY_STORE_UNREADABLE, or
 * CANARY_STORE_DAMAGED where the file is gone but the events of its tasks are there.
 */
export function readStoreBytes(paths: StorePaths): Buffer {
  try {
    return readFileSync(paths.tasks);
  } catch (error) {
    if (systemCode(error) !== "ENOENT" && systemCode(error) !== "ENOTDIR")
      throw unreadableError(paths.tasks, error);
    if (hasEvents(paths)) throw damagedError(paths.tasks, 1, "the file is gone, but its events are there");
    throw notFoundError(paths.tasks);
  }
}

/** The store on disk; throws what readStoreBytes and parseStoreText throw. */
export function readStoreFile(paths: StorePaths): StoreFile {
  return parseStoreText(readStoreBytes(paths).toString("utf8"), paths.tasks);
}

/** Whether anything was ever written to the event log. */
export function hasEvents(paths: StorePaths): boolean {
  return (statSync(paths.events, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
