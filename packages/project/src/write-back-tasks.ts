import { join } from "node:path";
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
    return store.writeBack({
      path: join(root, file),
      ids: own.map(({ document, localId }) => `${document}:${localId}`),
    });
  });
  return {
    written: reports.flatMap(({ written }) => written),
    refused: reports.flatMap(({ refused }) => refused),
    unchanged: reports.flatMap(({ unchanged }) => unchanged),
  };
}
