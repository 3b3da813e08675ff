import type { Evidence, EventType, TaskStatus } from "@canary/core";

/** Fields of a record before or after an event; null says that an optional field was absent. */
export interface EventFields {
  readonly status?: TaskStatus;
  readonly message?: string | null;
  readonly title?: string;
  readonly phase?: string | null;
  readonly [field: string]: unknown;
}

/** What a verify step saw, and where. */
export interface RecordedEvidence {
  readonly environment: string;
  readonly items: readonly Evidence[];
}

/** One line of events.ndjson. */
export interface StoreEvent {
  /** ULID; sorts by time. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Who: `user@host`, or the name an agent gave. */
  readonly by: string;
  readonly type: EventType;
  readonly document: string;
  /** Id of the task in its document; null where the event is about the document. */
  readonly task: string | null;
  readonly before?: EventFields;
  readonly after?: EventFields;
  /** Id of the event before it about the same task or document; null for the first. */
  readonly previous: string | null;
  readonly message?: string;
  readonly run?: string;
  readonly attempt?: number;
  readonly evidence?: RecordedEvidence;
  /** True where a rule was overridden on request. */
  readonly isForced?: true;
  /** Id of the event that this one takes back. */
  readonly undoes?: string;
  /** Changes that were made as one: the id of the first, the place among them from 1, and how many. */
  readonly group?: string;
  readonly nth?: number;
  readonly of?: number;
}

/** An event before it has an id and a time. */
export type EventDraft = Omit<StoreEvent, "id" | "at" | "by" | "group" | "nth" | "of"> & {
  readonly by?: string;
};

/** Whether `value` has the fields that every event has. */
export function isStoreEvent(value: unknown): value is StoreEvent {
  if (typeof value !== "object" || value === null) return false;
  const { id, at, by, type, document, task } = value as Partial<Record<string, unknown>>;
  return (
    [id, at, by, type, document].every((field) => typeof field === "string") &&
    (task === null || typeof task === "string")
  );
}
