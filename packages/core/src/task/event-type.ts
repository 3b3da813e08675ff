/** What can happen to a task or a document in the store. */
export const EVENT_TYPES = [
  "added",
  "changed",
  "moved",
  "archived",
  "restored",
  "status",
  "claimed",
  "released",
  "noted",
  "document",
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
