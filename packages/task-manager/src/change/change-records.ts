import { applyToRecord } from "../events/apply-events.ts";
import { createEventIds, numberEvents } from "../events/number-events.ts";
import type { EventDraft, StoreEvent } from "../events/store-event.ts";
import { spliceRecords } from "../file/record-lines.ts";
import type { StoreHeader } from "../file/store-file.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { createTaskReader } from "../snapshot/create-snapshot.ts";
import type { StoredTask } from "../snapshot/store-snapshot.ts";
import { createTaskNames } from "../snapshot/task-names.ts";
import type { HeldLock } from "../lock/acquire-lock.ts";
import { commitChange } from "../write/commit-change.ts";
import { openBytes } from "../write/open-bytes.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { withStoreLock } from "../write/with-store-lock.ts";
import { createRecordLocator } from "./record-locator.ts";
import type { LocatedRecord, RecordLocator } from "./record-locator.ts";

/** One task before and after; `event` is null where nothing was to do. */
export interface Transition {
  readonly task: StoredTask;
  readonly previous: StoredTask;
  readonly event: StoreEvent | null;
}

/** The store as a change finds it, inside the lock. */
export interface ChangeView {
  /** tasks.json as it is. */
  readonly bytes: Buffer;
  readonly header: StoreHeader;
  readonly locator: RecordLocator;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** An id for the event about a record: greater than all before it. */
  readonly nextId: (record: TaskRecord) => string;
}

/** A record and what is to happen to it; nothing where there is no draft. */
export interface RecordChange {
  readonly located: LocatedRecord;
  readonly draft: RecordDraft | undefined;
}

export type RecordDraft = Omit<EventDraft, "previous" | "document" | "task"> & { readonly id: string };

/** Plans the changes of one call; a record must not occur twice. Throwing changes nothing. */
export type PlanChanges = (view: ChangeView) => readonly RecordChange[];

/** Makes all changes that `plan` wants as one, rewriting only the lines of their records. */
export function changeRecords(access: StoreAccess, plan: PlanChanges): readonly Transition[] {
  return withStoreLock(access, (lock) => changeInside(access, lock, plan));
}

/** The same for a caller that holds the lock already. */
export function changeInside(access: StoreAccess, lock: HeldLock, plan: PlanChanges): readonly Transition[] {
  const open = openBytes(access, lock);
  const locator = createRecordLocator(open, access.paths.tasks);
  const now = access.clock.now();
  const nextId = createEventIds({ now, floor: open.tail.last?.id });
  const planned = plan({
    bytes: open.bytes,
    header: open.header,
    locator,
    now,
    nextId: ({ event }) => nextId(event),
  });
  const drafts = planned.flatMap(({ located, draft }) =>
    draft === undefined ? [] : completeDraft(located, draft),
  );
  const events = numberEvents(drafts, { by: access.actor, now });
  const results = applyChanges(planned, events);
  const changed = results.filter(({ event }) => event !== null);
  if (changed.length > 0 || open.isMended) {
    const chunks = spliceRecords(open.bytes, changed);
    commitChange(access.paths, lock, { chunks, events, tail: open.tail });
  }
  const names = createTaskNames(open.header, (document, id) => locator.has(document, id));
  const toTask = createTaskReader(open.header, names, now);
  return results.map((result) => ({
    task: toTask(result.record),
    previous: toTask(result.previous),
    event: result.event,
  }));
}

function completeDraft({ record }: LocatedRecord, draft: RecordDraft): EventDraft & { readonly id: string } {
  const { document, id: task, event: previous } = record;
  return { ...draft, document, task, previous };
}

interface ChangedRecord extends LocatedRecord {
  readonly previous: TaskRecord;
  readonly event: StoreEvent | null;
}

function applyChanges(
  planned: readonly RecordChange[],
  events: readonly StoreEvent[],
): readonly ChangedRecord[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return planned.map(({ located: { line, record: previous }, draft }) => {
    const event = (draft && byId.get(draft.id)) ?? null;
    return { line, previous, event, record: event === null ? previous : applyToRecord(previous, event) };
  });
}
