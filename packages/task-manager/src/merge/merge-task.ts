import type { PrdTask } from "@canary/core";
import type { EventDraft, EventFields } from "../events/store-event.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { contentChange, contentOf, placeChange } from "./content-changes.ts";
import type { ContentFields, FieldChange } from "./content-changes.ts";
import type { BoxConflict, TaskMatch } from "./reconcile-port.ts";
import { whoFollows } from "../sync/who-follows.ts";

/** What one task of the document needs of the merge. */
export interface TaskInput {
  readonly document: string;
  readonly task: PrdTask;
  readonly record: TaskRecord | undefined;
  readonly how: TaskMatch["how"] | undefined;
  readonly lineHash: string | undefined;
  /** Whether a conflict about its box is being settled. */
  readonly isSettled: boolean;
  /** Whether it stands elsewhere among the others than before. */
  readonly isReordered: boolean;
}

export type MergedTask = "added" | "restored" | "unchanged" | "updated";

/** What happens to one task: the drafts of its events (each `previous` is filled in later) and the record's new content. */
export interface TaskMerge {
  readonly kind: MergedTask;
  readonly isChanged: boolean;
  readonly isMoved: boolean;
  readonly drafts: readonly Omit<EventDraft, "previous">[];
  /** Fields that change without an event: where the task stands in the file. */
  readonly silent: Pick<TaskRecord, "source"> & { readonly lineHash: string | undefined };
  /** Its box is against what the store says. */
  readonly conflict?: BoxConflict;
}

/**
 * Merges one task: its record keeps status, message, evidence, claim and whatever else the document does not say. A box
 * that was ticked since the last parse completes a pending task. One that is against the store changes nothing,
 * and what the record remembers of it neither: so it is a conflict at the next parse, too.
 */
export function mergeTask(input: TaskInput): TaskMerge {
  const { record, task } = input;
  const conflict = conflictOf(input);
  const isHeld = conflict !== undefined && record !== undefined;
  const content = isHeld ? { ...contentOf(task), box: record.box } : contentOf(task);
  const silent = { source: content.source, lineHash: input.lineHash };
  if (record === undefined) {
    const added = draft(input, "added", { after: addedFields(input, content) });
    return { kind: "added", isChanged: false, isMoved: false, silent, drafts: [added] };
  }
  if (record.archivedAt !== undefined) return mergeArchived({ ...input, record }, content, silent);
  const known = mergeKnown({ ...input, record }, content, silent);
  return conflict === undefined ? known : { ...known, conflict };
}

type KnownTask = TaskInput & { readonly record: TaskRecord };

function mergeKnown(input: KnownTask, content: ContentFields, silent: TaskMerge["silent"]): TaskMerge {
  const { record } = input;
  const changed = contentChange(record, content);
  const moved = placeChange(record, content) ?? (input.isReordered ? { before: {}, after: {} } : undefined);
  const ticked = tickChange(record, content);
  const drafts = [
    ...(changed === undefined ? [] : [draft(input, "changed", changed)]),
    ...(moved === undefined ? [] : [draft(input, "moved", moved)]),
    ...(ticked === undefined ? [] : [tickDraft(input, ticked)]),
  ];
  const isChanged = changed !== undefined || ticked !== undefined;
  const kind = drafts.length === 0 ? "unchanged" : "updated";
  return { kind, isChanged, isMoved: moved !== undefined, drafts, silent };
}

function conflictOf({ record, task, isSettled }: TaskInput): BoxConflict | undefined {
  const isMeant = record?.archivedAt === undefined && task.kind !== "fragment" && !isSettled;
  if (record === undefined || !isMeant) return undefined;
  const { id, status: box, source } = task;
  const isConflict = whoFollows({ store: record.status, box, parsed: record.box }) === "conflict";
  return isConflict ? { id, line: source.line, column: source.column, store: record.status, box } : undefined;
}

/** It left the document once. Found again only by likeness it is other work, and begins anew under its old id. */
function mergeArchived(input: KnownTask, content: ContentFields, silent: TaskMerge["silent"]): TaskMerge {
  const { record } = input;
  const isOther = input.how === "likeness" && record.title !== content.title;
  const status = isOther || record.status === "pending" ? content.box : record.status;
  const before: EventFields = {
    archivedAt: record.archivedAt,
    ...(status === record.status ? {} : { status: record.status }),
  };
  const after: EventFields = {
    archivedAt: null,
    ...contentChange(record, content)?.after,
    ...placeChange(record, content)?.after,
    ...(status === record.status ? {} : { status }),
    ...(isOther ? { message: null, evidence: null, run: null, claim: null } : {}),
  };
  return {
    kind: "restored",
    isChanged: false,
    isMoved: false,
    silent,
    drafts: [draft(input, "restored", { before, after })],
  };
}

function addedFields({ document, task, lineHash }: TaskInput, content: ContentFields): EventFields {
  return {
    id: task.id,
    document,
    status: task.status,
    ...content,
    ...(lineHash === undefined ? {} : { lineHash }),
  };
}

function tickChange(record: TaskRecord, content: ContentFields): FieldChange | undefined {
  const isNew = record.box !== content.box && content.box !== "pending";
  if (!isNew || record.status !== "pending") return undefined;
  return { before: { status: record.status }, after: { status: content.box, message: null } };
}

function tickDraft(input: TaskInput, change: FieldChange): Omit<EventDraft, "previous"> {
  const { file, line } = input.task.source;
  const message = `marked in ${file}:${line}`;
  return { ...draft(input, "status", { ...change, after: { ...change.after, message } }), message };
}

function draft(
  { document, task }: TaskInput,
  type: EventDraft["type"],
  change: Partial<FieldChange>,
): Omit<EventDraft, "previous"> {
  return { type, document, task: task.id, ...change };
}
