import { CanaryError } from "@canary/core";
import type { EventType } from "@canary/core";
import { readEventLog } from "../events/event-log.ts";
import type { StoreEvent } from "../events/store-event.ts";
import { recordKey } from "../record/task-record.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { withStoreLock } from "../write/with-store-lock.ts";
import { changeInside } from "./change-records.ts";
import type { ChangeView, RecordChange, Transition } from "./change-records.ts";

const UNDOABLE: ReadonlySet<EventType> = new Set<EventType>(["status", "claimed", "released", "noted"]);

/** Takes back the last `count` changes, each of which was made as one, or none of them. See TaskStore.undo. */
export function undoChanges(access: StoreAccess, count: number): readonly Transition[] {
  return withStoreLock(access, (lock) => {
    const changes = lastChanges(access, count);
    return changes.flatMap((change) =>
      changeInside(access, lock, (view) => {
        const { events } = readEventLog(access.paths.events);
        const byId = new Map(events.map((event) => [event.id, event]));
        return change.map((event) => undo(view, event, byId));
      }),
    );
  });
}

/** The last changes that are not taken back yet, the last one first. Throws where one of them cannot be taken back. */
function lastChanges(access: StoreAccess, count: number): readonly (readonly StoreEvent[])[] {
  const { events } = readEventLog(access.paths.events);
  const states = latestEvents(events);
  const changes: (readonly StoreEvent[])[] = [];
  const assumed: StoreEvent[] = [...events];
  while (changes.length < count) {
    const change = lastChange(assumed);
    if (change.length === 0) break;
    const byId = new Map(assumed.map((event) => [event.id, event]));
    for (const event of change) {
      const key = recordKey(event.document, event.task ?? "");
      if (standing(states.get(key) ?? "", byId) !== event.id) throw changedSinceError(event);
      const undoing = {
        ...event,
        id: `${event.id}-undone`,
        previous: states.get(key) ?? null,
        undoes: event.id,
      };
      assumed.push(undoing);
      states.set(key, undoing.id);
    }
    changes.push(change);
  }
  return changes;
}

/** The last event of each task, by its key. */
function latestEvents(events: readonly StoreEvent[]): Map<string, string> {
  return new Map(events.map(({ id, document, task }) => [recordKey(document, task ?? ""), id]));
}

function lastChange(events: readonly StoreEvent[]): readonly StoreEvent[] {
  const undone = new Set(events.map(({ undoes }) => undoes));
  const mergeGroups = new Set(
    events.filter(({ type }) => type === "document").map(({ group }) => group ?? ""),
  );
  const last = events.findLast(
    ({ id, type, undoes, group }) =>
      UNDOABLE.has(type) && undoes === undefined && !undone.has(id) && !mergeGroups.has(group ?? "-"),
  );
  if (last === undefined) return [];
  if (last.group === undefined) return [last];
  return events.filter(({ group, undoes }) => group === last.group && undoes === undefined);
}

function undo(
  { locator, nextId }: ChangeView,
  event: StoreEvent,
  byId: ReadonlyMap<string, StoreEvent>,
): RecordChange {
  const located = locator.find(event.document, event.task ?? "");
  if (located === undefined || standing(located.record.event, byId) !== event.id)
    throw changedSinceError(event);
  const { record } = located;
  return {
    located,
    draft: {
      id: nextId(record),
      type: event.type,
      ...(event.after === undefined ? {} : { before: event.after }),
      ...(event.before === undefined ? {} : { after: event.before }),
      undoes: event.id,
    },
  };
}

/** The event whose state a record is in: an undo is in the state before what it takes back. */
function standing(id: string, byId: ReadonlyMap<string, StoreEvent>): string {
  let current = byId.get(id);
  while (current?.undoes !== undefined) {
    const before = byId.get(current.undoes)?.previous;
    if (before === null || before === undefined) return current.id;
    current = byId.get(before);
  }
  return current?.id ?? id;
}

function changedSinceError({ id, task, type }: StoreEvent): CanaryError {
  return new CanaryError(
    `the last change (${type} of ${task}) cannot be taken back: the task has changed since`,
    {
      code: "CANARY_TASK_TRANSITION_REFUSED",
      hint: "See what happened with `canary tasks history`, then set the status yourself.",
      details: { event: id, task },
    },
  );
}
