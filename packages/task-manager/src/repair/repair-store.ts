import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { readLogTail } from "../events/event-log.ts";
import { nextUlid } from "../events/ulid.ts";
import { damagedError, writeError } from "../file/store-errors.ts";
import { formatStoreFile } from "../file/store-file.ts";
import { migrateStore } from "../migrate/migrate-store.ts";
import { commitChange } from "../write/commit-change.ts";
import { quarantineLines } from "../write/quarantine.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { withStoreLock } from "../write/with-store-lock.ts";
import { checkStore } from "./check-store.ts";
import type { StoreFinding } from "./check-store.ts";
import { readSources } from "./read-sources.ts";
import { applyMissing, restoreContent } from "./restore-content.ts";

const KEPT_BACKUPS = 10;

/** What a repair did. */
export interface StoreRepair {
  /** The findings that it took care of. */
  readonly repaired: readonly StoreFinding[];
  /** What is still to be done by a person. */
  readonly remaining: readonly StoreFinding[];
  /** Folder with the files as they were; null where nothing was changed. */
  readonly backup: string | null;
}

/** Does what `checkStore` offers, inside the lock, after a backup. See TaskStore.repair. */
export function repairStore(access: StoreAccess): StoreRepair {
  const { paths } = access;
  return withStoreLock(access, (lock) => {
    const findings = checkStore(paths);
    const repaired = findings.filter(({ repair }) => repair !== null);
    if (repaired.length === 0) return { repaired, remaining: findings, backup: null };
    const backup = backUpStore(access);
    migrateStore(access, lock);
    const sources = readSources(paths);
    const { content } = restoreContent(sources);
    if (content.records.length === 0)
      throw damagedError(paths.tasks, 1, "neither events nor a former version hold a task");
    quarantineLines(access, sources.current?.damaged ?? []);
    const text = formatStoreFile(applyMissing(content, sources.events));
    commitChange(paths, lock, { chunks: [Buffer.from(text)], events: [], tail: readLogTail(paths.events) });
    return { repaired, remaining: checkStore(paths).filter(({ code }) => code !== "lock-stale"), backup };
  });
}

/** Copies the store's files into a new folder of `.canary/backups` and gives it; old backups go. Throws CANARY_STORE_WRITE_FAILED. */
export function backUpStore({ paths, clock }: StoreAccess): string {
  const folder = join(paths.backups, nextUlid(clock.now(), undefined));
  try {
    mkdirSync(folder, { recursive: true });
    for (const file of [paths.tasks, paths.previous, paths.events]) {
      if (existsSync(file)) copyFileSync(file, join(folder, basename(file)));
    }
    const old = readdirSync(paths.backups).sort().slice(0, -KEPT_BACKUPS);
    for (const name of old) rmSync(join(paths.backups, name), { recursive: true, force: true });
  } catch (error) {
    throw writeError(folder, error);
  }
  return folder;
}
