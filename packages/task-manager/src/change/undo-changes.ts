import { CanaryError } from "@canary/core";
import { readEventLog } from "../events/event-log.ts";
import type { EventType, StoreEvent } from "../events/store-event.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { changeRecords } from "./change-records.ts";
import type { ChangeView, RecordChange, Transition } from "./change-records.ts";

const UNDOABLE: ReadonlySet<EventType> = new Set<EventType>(["status", "claimed", "released", "noted"]);

/** Takes back the last change that was made as one and not taken back yet; nothing where there is none. See TaskStore.undo. */
export function undoLastChange(access: StoreAccess): readonly Transition[] {
  return changeRecords(access, (view) => {
    const { events } = readEventLog(access.paths.events);
    const byId = new Map(events.map((event) => [event.id, event]));
    return lastChange(events).map((event) => undo(view, event, byId));
  });
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
  return last.group === undefined ? [last] : events.filter(({ group }) => group === last.group);
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
