import type { Clock } from "@canary/core";
import { readStoreFile } from "./file/read-store-file.ts";
import { storePaths } from "./file/store-paths.ts";
import { createSnapshot } from "./snapshot/create-snapshot.ts";
import type { StoreSnapshot } from "./snapshot/store-snapshot.ts";

export interface ReadTaskStoreOptions {
  /** Absolute path of the project's `.canary`. */
  readonly directory: string;
  readonly clock: Clock;
}

/** One whole version of the store, as `TaskStore.read` gives it, for programs that never change it. */
export function readTaskStore({ directory, clock }: ReadTaskStoreOptions): StoreSnapshot {
  return createSnapshot(readStoreFile(storePaths(directory)), clock.now());
}
