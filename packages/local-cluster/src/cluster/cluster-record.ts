import { readFile } from "node:fs/promises";
import type { ProcessIdentity } from "../system/processes.ts";
import { writeFileAtomically } from "../system/write-file-atomically.ts";
import { isIndex } from "./address-plan.ts";

/** What is known of a cluster that was started; it is written before anything is made. */
export interface ClusterRecord {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly index: number;
  /** Of the boot that it was started in. */
  readonly bootId: string;
  readonly buildDirectory: string;
  /** `starting` until it was ready for the first time. */
  readonly phase: "starting" | "up";
  readonly startedAt: string;
  /** The process that holds the node's namespaces; killing it ends all of them. */
  readonly holder?: ProcessIdentity;
  /** The node's first process, as the host numbers it. */
  readonly node?: ProcessIdentity;
}

/** The record in `file`; `undefined` when there is none, or none that can be read. */
export async function readClusterRecord(file: string): Promise<ClusterRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(file, "utf8")) as ClusterRecord;
    return record.schemaVersion === 1 && isIndex(record.index) ? record : undefined;
  } catch {
    return undefined;
  }
}

export async function writeClusterRecord(file: string, record: ClusterRecord): Promise<void> {
  await writeFileAtomically(file, `${JSON.stringify(record, null, 2)}\n`);
}
