import type { Clock } from "@canary/core";
import type { StorePaths } from "../file/store-paths.ts";
import type { LockOwner } from "../lock/lock-owner.ts";

/** Something the store did on its own and says: a kill's traces mended, a dead process's lock taken over, an older file migrated. */
export type StoreNotice =
  | { readonly kind: "mended"; readonly reason: string; readonly tasks: readonly string[] }
  | { readonly kind: "lock-taken-over"; readonly owner: LockOwner | undefined }
  | {
      readonly kind: "migrated";
      /** Versions of tasks.json. */
      readonly from: number;
      readonly to: number;
      /** The file as it was. */
      readonly backup: string;
    }
  | { readonly kind: "quarantined"; readonly file: string; readonly records: number };

/** What every operation on a store needs. */
export interface StoreAccess {
  readonly paths: StorePaths;
  readonly clock: Clock;
  /** Who makes the changes, for the event log. */
  readonly actor: string;
  readonly lockTimeoutMs: number;
  readonly onNotice: (notice: StoreNotice) => void;
}
