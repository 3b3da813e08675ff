import { readStoreBytes } from "../file/read-store-file.ts";
import { storePaths } from "../file/store-paths.ts";
import type { StoreSnapshot } from "../snapshot/store-snapshot.ts";
import { scanTasks } from "./scan-tasks.ts";
import type { TaskRow } from "./scan-tasks.ts";

/** A store as a table shows it. */
export interface TaskRows extends Pick<StoreSnapshot, "phases" | "defaultDocument"> {
  readonly rows: readonly TaskRow[];
}

/**
 * The rows of the store in `directory` (absolute path of a `.canary`), or undefined where `readTaskStore` has to look
 * closer. Throws as that does for a store that is missing, unreadable or newer.
 */
export function readTaskRows(directory: string): TaskRows | undefined {
  const paths = storePaths(directory);
  const scanned = scanTasks(readStoreBytes(paths).toString("utf8"), paths.tasks);
  if (scanned === undefined) return undefined;
  const { header, rows } = scanned;
  return {
    defaultDocument: header.defaultDocument,
    phases: header.documents.flatMap(({ id, phases }) => phases.map((phase) => ({ ...phase, document: id }))),
    rows,
  };
}
