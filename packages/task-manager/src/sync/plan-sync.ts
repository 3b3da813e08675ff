import type { TaskStatus } from "@canary/core";
import { hashLine } from "../merge/line-hashes.ts";
import { previousTasks } from "../merge/merge-document.ts";
import type { MergeInput } from "../merge/reconcile-port.ts";
import type { StoreContent } from "../file/store-file.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { planTick } from "./plan-tick.ts";
import { whoFollows } from "./who-follows.ts";

/** What store and document say of one task where they differ, and which of them should follow. */
export interface SyncRow {
  /** Id in its document. */
  readonly id: string;
  readonly line: number;
  readonly store: TaskStatus;
  /** What the document says now. */
  readonly box: TaskStatus;
  /** What the document said when both were last in agreement. */
  readonly parsed: TaskStatus;
  /** `store`: the document was ticked, the store follows; `document`: the store changed, the box follows; `conflict`: both did. */
  readonly follows: "store" | "document" | "conflict";
  /** Why its box could not be made to say what the store says; null where it could. */
  readonly fault: string | null;
}

/** Where store and document differ, in document order; new and archived tasks are left to the merge. Pure. */
export function planSync(content: StoreContent, input: MergeInput): readonly SyncRow[] {
  const records = new Map(
    content.records
      .filter(({ document, archivedAt }) => document === input.documentId && archivedAt === undefined)
      .map((record) => [record.id, record]),
  );
  const { tasks } = input.reconcile(previousTasks(content, input.documentId), input.document.tasks);
  return tasks.flatMap(({ id, status: box, source, kind }): readonly SyncRow[] => {
    const record = records.get(id);
    if (record === undefined || kind === "fragment") return [];
    const row = { id, line: source.line, store: record.status, box, parsed: record.box };
    const follows = whoFollows(row);
    return follows === undefined ? [] : [{ ...row, follows, fault: boxFault(record, source, input) }];
  });
}

function boxFault(
  record: TaskRecord,
  source: TaskRecord["source"],
  { bytes }: Pick<MergeInput, "bytes">,
): string | null {
  if (bytes === undefined) return null;
  const plan = planTick(bytes, { ...record, source, lineHash: hashLine(bytes, source.offset) });
  return plan.kind === "refused" ? plan.reason : null;
}
