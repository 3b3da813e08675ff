import { PRIORITIES, TASK_STATUSES } from "@canary/core";
import type { StoredTask } from "../snapshot/store-snapshot.ts";
import { ownerOf } from "./owners-of.ts";

/** By what tasks can be sorted; `document` is the order of the document. */
export const SORT_KEYS = ["document", "id", "title", "status", "priority", "owner", "updated"] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface SortOrder {
  readonly by: SortKey;
  readonly isDescending?: boolean;
}

type Compare = (a: StoredTask, b: StoredTask) => number;

const byText =
  (read: (task: StoredTask) => string): Compare =>
  (a, b) =>
    read(a).localeCompare(read(b), "en", { numeric: true });

const COMPARES: Readonly<Record<SortKey, Compare>> = {
  document: () => 0,
  id: byText(({ id }) => id),
  title: byText(({ title }) => title),
  status: (a, b) => TASK_STATUSES.indexOf(a.status) - TASK_STATUSES.indexOf(b.status),
  priority: (a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority),
  owner: byText((task) => ownerOf(task) ?? "\uffff"),
  updated: (a, b) => (a.updatedAt < b.updatedAt ? -1 : Number(a.updatedAt > b.updatedAt)),
};

/** The tasks in this order; equal ones keep the order that they have. */
export function sortTasks(
  tasks: readonly StoredTask[],
  { by, isDescending }: SortOrder,
): readonly StoredTask[] {
  if (by === "document") return isDescending === true ? tasks.toReversed() : tasks;
  const compare = COMPARES[by];
  return tasks.toSorted((a, b) => (isDescending === true ? compare(b, a) : compare(a, b)));
}
