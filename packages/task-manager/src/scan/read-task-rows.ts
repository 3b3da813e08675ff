import { isAscii } from "node:buffer";
import { readStoreBytes } from "../file/read-store-file.ts";
import { storePaths } from "../file/store-paths.ts";
import type { ReadTaskStoreOptions } from "../read-task-store.ts";
import { scanTasks } from "./scan-tasks.ts";
import type { ScannedStore } from "./scan-tasks.ts";

/**
 * The rows of the store in `directory` (absolute path of a `.canary`), or undefined where `readTaskStore` has to look
 * closer. Throws as that does for a store that is missing, unreadable or newer.
 */
export function readTaskRows({ directory, clock }: ReadTaskStoreOptions): ScannedStore | undefined {
  const paths = storePaths(directory);
  const bytes = readStoreBytes(paths);
  const hasAscii = isAscii(bytes);
  const arePlain = hasAscii && !bytes.includes(BACKSLASH) && !bytes.includes(DELETE);
  // What is only ASCII is the same in both, and read faster so.
  const text = bytes.toString(hasAscii ? "latin1" : "utf8");
  return scanTasks(text, { file: paths.tasks, now: clock.now(), arePlain });
}

const BACKSLASH = 0x5c;
const DELETE = 0x7f;
