import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeError } from "../file/store-errors.ts";
import type { DamagedLine } from "../file/store-file.ts";
import { nextUlid } from "../events/ulid.ts";
import type { StoreAccess } from "./store-access.ts";

/**
 * Keeps lines that are about to leave tasks.json in a file of `.canary/quarantine`, each with its line and the reason;
 * says so as a notice. Throws CANARY_STORE_WRITE_FAILED.
 */
export function quarantineLines(access: StoreAccess, damaged: readonly DamagedLine[]): void {
  const records = damaged.filter(({ text }) => text !== "");
  if (records.length === 0) return;
  const now = access.clock.now();
  const file = join(access.paths.quarantine, `${nextUlid(now, undefined)}.json`);
  try {
    mkdirSync(access.paths.quarantine, { recursive: true });
    writeFileSync(file, `${JSON.stringify({ at: new Date(now).toISOString(), records }, undefined, 2)}\n`);
  } catch (error) {
    throw writeError(file, error);
  }
  access.onNotice({ kind: "quarantined", file, records: records.length });
}
