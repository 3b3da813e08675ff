import { readFileSync } from "node:fs";
import { isCanaryError } from "@canary/core";
import { readEventLog } from "../events/event-log.ts";
import { parseStoreText } from "../file/parse-store-text.ts";
import { systemCode, unreadableError } from "../file/store-errors.ts";
import type { StoreFile } from "../file/store-file.ts";
import type { StorePaths } from "../file/store-paths.ts";
import type { RestoreSources } from "./restore-content.ts";

/** What is on disk to restore a store from. */
export interface StoreSources extends RestoreSources {
  readonly current: StoreFile | undefined;
  /** Bytes of tasks.json as text; undefined where there is no file. */
  readonly text: string | undefined;
  /** Why tasks.json as a whole cannot be used; undefined where it can. */
  readonly fault: string | undefined;
}

/** Reads everything a store can be restored from. Throws CANARY_STORE_UNREADABLE and CANARY_STORE_NEWER. */
export function readSources(paths: StorePaths): StoreSources {
  const text = readTextIfThere(paths.tasks);
  const current = text === undefined ? undefined : tryParse(text, paths.tasks);
  return {
    text,
    current: typeof current === "string" ? undefined : current,
    fault: typeof current === "string" ? current : undefined,
    previous: readPrevious(paths),
    events: readEventLog(paths.events).events,
  };
}

function readPrevious(paths: StorePaths): StoreFile | undefined {
  const text = readTextIfThere(paths.previous);
  const parsed = text === undefined ? undefined : tryParse(text, paths.previous);
  return typeof parsed === "string" ? undefined : parsed;
}

function readTextIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw unreadableError(file, error);
  }
}

/** The content, or the message of what is wrong with it as a whole. */
function tryParse(text: string, file: string): StoreFile | string {
  try {
    return parseStoreText(text, file);
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_STORE_DAMAGED") return error.message;
    throw error;
  }
}
