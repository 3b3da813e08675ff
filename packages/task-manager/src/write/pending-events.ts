import { readEventLog } from "../events/event-log.ts";
import type { LogTail } from "../events/event-log.ts";
import type { StoreEvent } from "../events/store-event.ts";
import type { StorePaths } from "../file/store-paths.ts";

/**
 * The events that were written just before a kill kept their change from reaching tasks.json; none in the usual case.
 * `eventOf` gives the id of the last event that tasks.json knows about a task, or about a document where `task` is null.
 * An event is pending only where tasks.json is exactly in the state before it, so that a choice made in a Git merge
 * is never taken back.
 */
export function pendingEvents(
  paths: StorePaths,
  { last }: LogTail,
  eventOf: (document: string, task: string | null) => string | undefined,
): readonly StoreEvent[] {
  if (last === undefined || last.nth !== last.of) return [];
  const known = eventOf(last.document, last.task) ?? null;
  if (known !== last.previous) return [];
  if (last.group === undefined) return [last];
  return readEventLog(paths.events).events.filter(({ group }) => group === last.group);
}
