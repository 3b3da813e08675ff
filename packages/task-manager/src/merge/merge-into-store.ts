import { mkdirSync } from "node:fs";
import { applyEvents } from "../events/apply-events.ts";
import { createEventIds, numberEvents } from "../events/number-events.ts";
import type { EventDraft, StoreEvent } from "../events/store-event.ts";
import { writeError } from "../file/store-errors.ts";
import { formatStoreFile } from "../file/store-file.ts";
import type { StoreContent } from "../file/store-file.ts";
import { recordKey } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { createTaskNames } from "../snapshot/task-names.ts";
import { commitChange } from "../write/commit-change.ts";
import { openContent } from "../write/open-content.ts";
import type { OpenContent } from "../write/open-content.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { withStoreLock } from "../write/with-store-lock.ts";
import { writeGitFiles } from "../write/write-git-files.ts";
import { planMerge } from "./merge-document.ts";
import type { MergePlan } from "./merge-document.ts";
import { settleDocumentId } from "./reconcile-port.ts";
import type { MergeReport, MergeRequest } from "./reconcile-port.ts";

/** Merges a document into the store, which is made where there is none. See TaskStore.merge. */
export function mergeIntoStore(access: StoreAccess, request: MergeRequest): MergeReport {
  makeDirectory(access.paths.directory);
  return withStoreLock(access, (lock) => {
    writeGitFiles(access.paths);
    const open = openContent(access, lock);
    const input = settleDocumentId(request, open.file.header.documents);
    const plan = planMerge(open.file, input);
    const events = createEvents(access, open, plan);
    const applied = applyEvents(open.file, events);
    const next = { ...applied, records: applied.records.map((record) => withSilent(record, plan)) };
    const text = formatStoreFile(next);
    if (text !== open.text) {
      commitChange(access.paths, lock, { chunks: [Buffer.from(text)], events, tail: open.tail });
    }
    return named(plan.report, next, input.documentId);
  });
}

function withSilent(record: TaskRecord, { silent, entry }: MergePlan): TaskRecord {
  const fields = record.document === entry.id ? silent.get(record.id) : undefined;
  if (fields === undefined) return record;
  const { lineHash, ...rest } = fields;
  const { lineHash: _, ...others } = record;
  return { ...others, ...rest, ...(lineHash === undefined ? {} : { lineHash }) };
}

/** The drafts with ids, each knowing the one before it about the same task; the document's own comes last, if there is news. */
function createEvents(
  access: StoreAccess,
  { file, tail }: OpenContent,
  plan: MergePlan,
): readonly StoreEvent[] {
  const { id } = plan.entry;
  const now = access.clock.now();
  const nextId = createEventIds({ now, floor: file.records.reduce(later, tail.last?.id) });
  const latest = new Map(file.records.map((record) => [recordKey(record.document, record.id), record.event]));
  const drafts: (EventDraft & { readonly id: string })[] = plan.drafts.map((draft) => {
    const key = recordKey(draft.document, draft.task ?? "");
    const previous = latest.get(key) ?? null;
    const event = nextId();
    latest.set(key, event);
    const after = draft.type === "archived" ? { archivedAt: new Date(now).toISOString() } : draft.after;
    return { ...draft, ...(after === undefined ? {} : { after }), id: event, previous };
  });
  const known = file.header.documents.find((document) => document.id === id);
  if (drafts.length === 0 && known !== undefined && isSameEntry(known, plan) && !plan.isNewDefault) return [];
  const after = {
    entry: { ...plan.entry, event: "" },
    order: plan.order,
    ...(plan.isNewDefault ? { isDefault: true } : {}),
  };
  drafts.push({
    type: "document",
    document: id,
    task: null,
    after,
    previous: known?.event ?? null,
    id: nextId(),
  });
  return numberEvents(drafts, { by: access.actor, now });
}

function isSameEntry(known: object, { entry }: MergePlan): boolean {
  return Object.entries(entry).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(known[name as keyof object]),
  );
}

function later(top: string | undefined, { event }: TaskRecord): string {
  return top === undefined || event > top ? event : top;
}

/** The report with names as readers see them. */
function named(report: MergeReport, { header, records }: StoreContent, document: string): MergeReport {
  const keys = new Set(records.map((record) => recordKey(record.document, record.id)));
  const names = createTaskNames(header, (other, id) => keys.has(recordKey(other, id)));
  const rename = (ids: readonly string[]): readonly string[] => ids.map((id) => names.taskName(document, id));
  return {
    added: rename(report.added),
    changed: rename(report.changed),
    moved: rename(report.moved),
    removed: rename(report.removed),
    restored: rename(report.restored),
    unchanged: rename(report.unchanged),
    conflicts: report.conflicts.map((each) => ({ ...each, id: names.taskName(document, each.id) })),
  };
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw writeError(directory, error);
  }
}
