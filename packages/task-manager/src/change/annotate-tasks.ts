import type { EventFields } from "../events/store-event.ts";
import type { TaskRecord } from "../record/task-record.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { changeRecords } from "./change-records.ts";
import type { Transition } from "./change-records.ts";

/** What people note about a task; null removes it. */
export interface Annotation {
  readonly owner?: string | null;
  readonly note?: string | null;
}

/** Sets owner and note of these tasks; nothing is recorded for those that have them already. */
export function annotateTasks(
  access: StoreAccess,
  ids: readonly string[],
  annotation: Annotation,
): readonly Transition[] {
  return changeRecords(access, (view) =>
    view.locator.resolveAll(ids).map((located) => {
      const { record } = located;
      const after = differing(record, annotation);
      if (Object.keys(after).length === 0) return { located, draft: undefined };
      const before = Object.fromEntries(
        Object.keys(after).map((name) => [name, record[name as keyof Annotation] ?? null]),
      );
      return { located, draft: { id: view.nextId(record), type: "noted", before, after } };
    }),
  );
}

function differing(record: TaskRecord, annotation: Annotation): EventFields {
  const fields = Object.entries(annotation).filter(
    ([name, value]) => (record[name as keyof Annotation] ?? null) !== value,
  );
  return Object.fromEntries(fields);
}
