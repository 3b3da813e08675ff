import type { EventDraft, StoreEvent } from "./store-event.ts";
import { nextUlid } from "./ulid.ts";

/** When events are made, and after which one. */
interface IdStart {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** No new id may be smaller: the last event of the log. */
  readonly floor: string | undefined;
}

/** Ids for events to come: each greater than the one before, and than the one it is given, whatever the clock does. */
export function createEventIds({ now, floor }: IdStart): (after?: string) => string {
  let last = floor;
  return (after) => {
    last = nextUlid(now, last === undefined || (after !== undefined && after > last) ? after : last);
    return last;
  };
}

/** The drafts as events with the given ids; more than one become a group that counts only as a whole. */
export function numberEvents(
  drafts: readonly (EventDraft & { readonly id: string })[],
  { by, now }: { readonly by: string; readonly now: number },
): readonly StoreEvent[] {
  const at = new Date(now).toISOString();
  const group = drafts.length > 1 ? drafts[0]?.id : undefined;
  return drafts.map((draft, index) => {
    const { id, by: own, ...rest } = draft;
    const event = { id, at, by: own ?? by, ...rest };
    return group === undefined ? event : { ...event, group, nth: index + 1, of: drafts.length };
  });
}
