import type { StoreContent } from "../file/store-file.ts";
import { documentFault } from "../record/document-record.ts";
import type { DocumentRecord } from "../record/document-record.ts";
import { recordKey } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";
import type { EventFields, StoreEvent } from "./store-event.ts";

/** What a `document` event holds: the entry itself and the ids of its tasks in order. */
export interface DocumentFields {
  readonly entry: DocumentRecord;
  readonly order: readonly string[];
  /** True where it became the default document with this event. */
  readonly isDefault?: true;
}

/** The store after these events, which must be in order. The events alone rebuild a store. */
export function applyEvents({ header, records }: StoreContent, events: readonly StoreEvent[]): StoreContent {
  const byKey = new Map(records.map((record) => [recordKey(record.document, record.id), record]));
  let documents = header.documents;
  let { defaultDocument } = header;
  let order: readonly string[] = [];
  for (const event of events) {
    if (event.task !== null) {
      const key = recordKey(event.document, event.task);
      byKey.set(key, applyToRecord(byKey.get(key), event));
    } else if (isDocumentFields(event.after)) {
      const { entry, order: ids, isDefault } = event.after;
      documents = replaceDocument(documents, { ...entry, event: event.id });
      if (isDefault === true) defaultDocument = entry.id;
      order = [
        ...order.filter((key) => !key.startsWith(`${entry.id}\n`)),
        ...ids.map((id) => recordKey(entry.id, id)),
      ];
    }
  }
  return { header: { ...header, defaultDocument, documents }, records: inOrder(byKey, order) };
}

function isDocumentFields(fields: unknown): fields is DocumentFields {
  if (typeof fields !== "object" || fields === null || !("entry" in fields) || !("order" in fields))
    return false;
  return Array.isArray(fields.order) && documentFault(fields.entry) === undefined;
}

/** The record after one event about it. */
export function applyToRecord(record: TaskRecord | undefined, event: StoreEvent): TaskRecord {
  return {
    ...withFields(record ?? {}, event.after ?? {}),
    updatedAt: event.at,
    event: event.id,
  } as TaskRecord;
}

/** `record` with `fields` set; null removes an optional field (`phase` is null where there is none). */
export function withFields(record: object, fields: EventFields): object {
  const changed: Record<string, unknown> = { ...record };
  for (const [name, value] of Object.entries(fields)) {
    if (value === null && name !== "phase") delete changed[name];
    else changed[name] = value;
  }
  return changed;
}

function replaceDocument(
  documents: readonly DocumentRecord[],
  entry: DocumentRecord,
): readonly DocumentRecord[] {
  return documents.some(({ id }) => id === entry.id)
    ? documents.map((document) => (document.id === entry.id ? entry : document))
    : [...documents, entry];
}

/** Records whose place is known come in that order, each document's where its first one was; the others stay behind them. */
function inOrder(byKey: ReadonlyMap<string, TaskRecord>, order: readonly string[]): readonly TaskRecord[] {
  const ranks = new Map(order.map((key, index) => [key, index]));
  const documents = [...new Set([...byKey.values()].map(({ document }) => document))];
  const rankOf = ({ document, id }: TaskRecord): number => ranks.get(recordKey(document, id)) ?? order.length;
  return documents.flatMap((document) => {
    const own = [...byKey.values()].filter((record) => record.document === document);
    return own.sort(
      (a, b) =>
        Number(a.archivedAt !== undefined) - Number(b.archivedAt !== undefined) || rankOf(a) - rankOf(b),
    );
  });
}
