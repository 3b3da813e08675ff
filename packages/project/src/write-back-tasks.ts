import { join } from "node:path";
import { isCanaryError } from "@canary/core";
import type { StoredTask, TaskStore, WriteBackReport } from "@canary/task-manager";

/** The project that a write-back is about. */
export interface WriteBackPlace {
  readonly store: TaskStore;
  /** Absolute path of the project's folder; documents are named relative to it. */
  readonly root: string;
}

/** Makes the boxes of these tasks say what the store says, document by document. See TaskStore.writeBack. */
export function writeBackTasks(
  { store, root }: WriteBackPlace,
  tasks: readonly StoredTask[],
): WriteBackReport {
  const files = new Set(tasks.map(({ source }) => source.file));
  const reports = [...files].map((file) => {
    const own = tasks.filter(({ source }) => source.file === file);
    return writeBackFile(own, store, join(root, file));
  });
  return {
    written: reports.flatMap(({ written }) => written),
    refused: reports.flatMap(({ refused }) => refused),
    unchanged: reports.flatMap(({ unchanged }) => unchanged),
  };
}

/** A document that cannot be read or written refuses all its boxes: the store has changed already. */
function writeBackFile(tasks: readonly StoredTask[], store: TaskStore, path: string): WriteBackReport {
  try {
    return store.writeBack({ path, ids: tasks.map(({ document, localId }) => `${document}:${localId}`) });
  } catch (error) {
    const isOfDocument =
      isCanaryError(error) && ["CANARY_PRD_NOT_FOUND", "CANARY_PRD_UNREADABLE"].includes(error.code);
    if (!isOfDocument) throw error;
    const refused = tasks.map(({ localId, source }) => ({
      id: localId,
      line: source.line,
      reason: error.message,
    }));
    return { written: [], refused, unchanged: [] };
  }
}
