import { applyEvents } from "../events/apply-events.ts";
import type { StoreEvent } from "../events/store-event.ts";
import { EMPTY_CONTENT } from "../file/store-file.ts";
import type { StoreContent } from "../file/store-file.ts";
import { recordKey } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";

/** What is there to restore a store from; undefined where a file is missing or cannot be used at all. */
export interface RestoreSources {
  readonly current: StoreContent | undefined;
  /** The version before the last change. */
  readonly previous: StoreContent | undefined;
  readonly events: readonly StoreEvent[];
}

/** A restored store, and which records are not as they were in the present file. */
export interface RestoredContent {
  readonly content: StoreContent;
  readonly restored: readonly TaskRecord[];
}

/**
 * The best store that the sources give: good records of the present file stay as they are; what it lacks comes from the
 * previous version and the events. Records are never deleted, so one that an event knows and the file does not is lost.
 */
export function restoreContent({ current, previous, events }: RestoreSources): RestoredContent {
  const backup = applyMissing(previous ?? EMPTY_CONTENT, events);
  if (current === undefined) return { content: backup, restored: backup.records };
  const known = new Set(current.records.map((record) => keyOf(record)));
  const lost = backup.records.filter((record) => !known.has(keyOf(record)));
  if (lost.length === 0) return { content: current, restored: [] };
  return {
    content: { header: current.header, records: inOrderOf(backup, [...current.records, ...lost]) },
    restored: lost,
  };
}

/** Applies each event whose predecessor is what the content has; those that are in it already are passed over. */
export function applyMissing(content: StoreContent, events: readonly StoreEvent[]): StoreContent {
  const latest = new Map<string, string>([
    ...content.records.map((record): [string, string] => [keyOf(record), record.event]),
    ...content.header.documents.map(({ id, event }): [string, string] => [recordKey(id, ""), event]),
  ]);
  const missing = events.filter((event) => {
    const key = recordKey(event.document, event.task ?? "");
    if ((latest.get(key) ?? null) !== event.previous) return false;
    latest.set(key, event.id);
    return true;
  });
  return missing.length === 0 ? content : applyEvents(content, missing);
}

/** `records` in the order of `content`, those it does not have behind the others. */
function inOrderOf(content: StoreContent, records: readonly TaskRecord[]): readonly TaskRecord[] {
  const ranks = new Map(content.records.map((record, rank) => [keyOf(record), rank]));
  const rankOf = (record: TaskRecord): number => ranks.get(keyOf(record)) ?? ranks.size;
  return records.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function keyOf({ document, id }: TaskRecord): string {
  return recordKey(document, id);
}
