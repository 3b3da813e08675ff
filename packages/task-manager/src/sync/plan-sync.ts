import type { TaskStatus } from "@canary/core";
import { previousTasks } from "../merge/merge-document.ts";
import type { MergeInput } from "../merge/reconcile-port.ts";
import type { StoreContent } from "../file/store-file.ts";

/** What store and document say of one task where they differ, and which of them should follow. */
export interface SyncRow {
  /** Id in its document. */
  readonly id: string;
  readonly line: number;
  readonly store: TaskStatus;
  /** What the document says now. */
  readonly box: TaskStatus;
  /** What the document said when it was last parsed. */
  readonly parsed: TaskStatus;
  /** `store`: the document was ticked, the store follows; `document`: the store changed, the box follows; `conflict`: both did. */
  readonly follows: "store" | "document" | "conflict";
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
    return follows === undefined ? [] : [{ ...row, follows }];
  });
}

function whoFollows({
  store,
  box,
  parsed,
}: Pick<SyncRow, "store" | "box" | "parsed">): SyncRow["follows"] | undefined {
  const isDone = store === "completed";
  const isTicked = box === "completed";
  if (isDone === isTicked) return undefined;
  if (box === parsed) return isTicked && store !== "pending" ? "conflict" : "document";
  return isTicked && store === "pending" ? "store" : "conflict";
}
