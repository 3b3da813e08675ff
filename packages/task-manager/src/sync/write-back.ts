import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { CanaryError } from "@canary/core";
import { createRecordLocator } from "../change/record-locator.ts";
import type { LocatedRecord } from "../change/record-locator.ts";
import { systemCode } from "../file/store-errors.ts";
import { spliceRecords } from "../file/record-lines.ts";
import { commitChange } from "../write/commit-change.ts";
import { openBytes } from "../write/open-bytes.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { withStoreLock } from "../write/with-store-lock.ts";
import { planTick } from "./plan-tick.ts";
import type { TickPlan } from "./plan-tick.ts";

/** What a write-back did to the boxes of a document. */
export interface WriteBackReport {
  /** Tasks whose box was changed: one byte each. */
  readonly written: readonly string[];
  readonly refused: readonly { readonly id: string; readonly line: number; readonly reason: string }[];
  /** Tasks whose box says already what the store says. */
  readonly unchanged: readonly string[];
}

export interface WriteBackInput {
  /** Absolute path of the document. */
  readonly path: string;
  readonly ids: readonly string[];
  /** Plans only. */
  readonly isDryRun?: boolean;
}

interface PlannedTick {
  readonly located: LocatedRecord;
  readonly plan: TickPlan;
}

/** Makes the boxes of these tasks say what the store says. See TaskStore.writeBack. */
export function writeBack(access: StoreAccess, { path, ids, isDryRun }: WriteBackInput): WriteBackReport {
  return withStoreLock(access, (lock) => {
    const open = openBytes(access, lock);
    const located = createRecordLocator(open, access.paths.tasks).resolveAll(ids);
    refuseOtherDocuments(located);
    const bytes = readDocument(path);
    const planned = located.map((each) => ({ located: each, plan: planTick(bytes, each.record) }));
    const ticks = planned.filter(({ plan }) => plan.kind === "tick");
    if (ticks.length > 0 && isDryRun !== true) {
      tickBoxes(path, ticks);
      const changes = ticks.map(({ located: { line, record } }) => ({
        line,
        record: {
          ...record,
          box: record.status === "completed" ? ("completed" as const) : ("pending" as const),
        },
      }));
      commitChange(access.paths, lock, {
        chunks: spliceRecords(open.bytes, changes),
        events: [],
        tail: open.tail,
      });
    }
    return reportOf(planned);
  });
}

function reportOf(planned: readonly PlannedTick[]): WriteBackReport {
  const idsOf = (kind: TickPlan["kind"]): readonly string[] =>
    planned.filter(({ plan }) => plan.kind === kind).map(({ located }) => located.record.id);
  return {
    written: idsOf("tick"),
    refused: planned.flatMap(({ located: { record }, plan }) =>
      plan.kind === "refused" ? [{ id: record.id, line: record.source.line, reason: plan.reason }] : [],
    ),
    unchanged: idsOf("nothing"),
  };
}

/** Writes single bytes into the file as it stands, so that owner, mode and everything else in it stay. */
function tickBoxes(path: string, ticks: readonly PlannedTick[]): void {
  let fd: number | undefined;
  try {
    fd = openSync(path, "r+");
    for (const { plan } of ticks) {
      if (plan.kind === "tick") writeSync(fd, Uint8Array.of(plan.to), 0, 1, plan.offset);
    }
    fsyncSync(fd);
  } catch (error) {
    throw documentError(path, error, "written");
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function readDocument(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw documentError(path, error, "read");
  }
}

function documentError(path: string, cause: unknown, verb: string): CanaryError {
  const code = systemCode(cause);
  if (code === undefined) throw cause;
  const isMissing = code === "ENOENT";
  return new CanaryError(isMissing ? `there is no file ${path}` : `${path} cannot be ${verb} (${code})`, {
    code: isMissing ? "CANARY_PRD_NOT_FOUND" : "CANARY_PRD_UNREADABLE",
    hint: isMissing
      ? "Parse the document from where it is now."
      : "Check who owns the file and its permissions.",
    cause,
    details: { file: path, system: code },
  });
}

function refuseOtherDocuments(located: readonly LocatedRecord[]): void {
  const documents = [...new Set(located.map(({ record }) => record.document))];
  if (documents.length <= 1) return;
  throw new CanaryError(`these tasks are of ${documents.length} documents: ${documents.join(", ")}`, {
    code: "CANARY_USAGE",
    hint: "Write back the tasks of one document at a time.",
    details: { documents },
  });
}
