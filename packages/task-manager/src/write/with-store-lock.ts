import { existsSync } from "node:fs";
import { notFoundError } from "../file/store-errors.ts";
import { acquireLock } from "../lock/acquire-lock.ts";
import type { HeldLock } from "../lock/acquire-lock.ts";
import type { StoreAccess } from "./store-access.ts";

/**
 * Runs `action` as the only writer of the store. Throws CANARY_STORE_NOT_FOUND where there is no folder for it,
 * CANARY_STORE_LOCKED and CANARY_STORE_WRITE_FAILED.
 */
export function withStoreLock<Result>(access: StoreAccess, action: (lock: HeldLock) => Result): Result {
  if (!existsSync(access.paths.directory)) throw notFoundError(access.paths.tasks);
  const lock = acquireLock(access.paths.lock, {
    clock: access.clock,
    timeoutMs: access.lockTimeoutMs,
    onTakeover: (owner) => access.onNotice({ kind: "lock-taken-over", owner }),
  });
  try {
    return action(lock);
  } finally {
    lock.release();
  }
}
