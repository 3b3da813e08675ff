import { CanaryError } from "@canary/core";
import type { PrdTask } from "@canary/core";
import type { EventDraft } from "../events/store-event.ts";
import type { StoreContent } from "../file/store-file.ts";
import type { DocumentRecord } from "../record/document-record.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { createSnapshot } from "../snapshot/create-snapshot.ts";
import { hashLine } from "./line-hashes.ts";
import { mergeTask } from "./merge-task.ts";
import type { TaskMerge } from "./merge-task.ts";
import { movedItems } from "./moved-items.ts";
import type { MergeInput, MergeReport, Reconciliation } from "./reconcile-port.ts";

/** What a merge would do: events without ids, the silent changes by task id, and the order of the tasks. */
export interface MergePlan {
  readonly drafts: readonly Omit<EventDraft, "previous">[];
  readonly silent: ReadonlyMap<string, TaskMerge["silent"]>;
  readonly order: readonly string[];
  readonly entry: Omit<DocumentRecord, "event">;
  /** Whether it becomes the default document with this merge. */
  readonly isNewDefault: boolean;
  readonly report: MergeReport;
}

/** Plans the merge of a document into the store's content. Pure. Throws CANARY_PRD_INVALID where two tasks have one id. */
export function planMerge(file: StoreContent, input: MergeInput): MergePlan {
  const own = file.records.filter(({ document }) => document === input.documentId);
  const reconciled = input.reconcile(previousTasks(file, input.documentId), input.document.tasks);
  refuseDoubles(reconciled.tasks);
  const merges = mergeTasks(own, input, reconciled);
  const present = new Set(reconciled.tasks.map(({ id }) => id));
  const removed = own.filter(({ id, archivedAt }) => archivedAt === undefined && !present.has(id));
  const named = (test: (merge: TaskMerge) => boolean): readonly string[] =>
    [...merges].filter(([, merge]) => test(merge)).map(([id]) => id);
  return {
    drafts: [
      ...[...merges.values()].flatMap(({ drafts }) => drafts),
      ...removed.map((record) => archiveDraft(record)),
    ],
    silent: new Map([...merges].map(([id, { silent }]) => [id, silent])),
    order: [...merges.keys()],
    entry: entryOf(input),
    isNewDefault: becomesDefault(file.header.defaultDocument, input),
    report: {
      added: named(({ kind }) => kind === "added"),
      changed: named(({ isChanged }) => isChanged),
      moved: named(({ isMoved }) => isMoved),
      removed: removed.map(({ id }) => id),
      restored: named(({ kind }) => kind === "restored"),
      unchanged: named(({ kind }) => kind === "unchanged"),
      conflicts: [...merges.values()].flatMap(({ conflict }) => conflict ?? []),
    },
  };
}

function mergeTasks(
  own: readonly TaskRecord[],
  { documentId, bytes, settled }: MergeInput,
  { tasks, matches }: Reconciliation,
): ReadonlyMap<string, TaskMerge> {
  const records = new Map(own.map((record, rank) => [record.id, { record, rank }]));
  const how = new Map(matches.map((match) => [match.id, match.how]));
  const kept = tasks.filter(({ id }) => records.get(id)?.record.archivedAt === undefined && records.has(id));
  const reordered = movedItems(kept, ({ id }) => records.get(id)?.rank ?? 0);
  return new Map(
    tasks.map((task) => [
      task.id,
      mergeTask({
        document: documentId,
        task,
        record: records.get(task.id)?.record,
        how: how.get(task.id),
        lineHash: bytes === undefined ? undefined : hashLine(bytes, task.source.offset),
        isSettled: settled?.has(task.id) === true,
        isReordered: reordered.has(task),
      }),
    ]),
  );
}

/** The document's tasks as they were, those in the archive behind the others. */
export function previousTasks(file: StoreContent, document: string): readonly PrdTask[] {
  const { tasks, archived } = createSnapshot({ ...file, damaged: [] }, 0);
  const records = new Map(
    file.records.filter((record) => record.document === document).map((record) => [record.id, record]),
  );
  return [...tasks, ...archived]
    .filter((task) => task.document === document)
    .map((task) => {
      const { phase, dependencies } = records.get(task.localId) ?? task;
      return { ...task, id: task.localId, phase, dependencies: dependencies ?? [] };
    });
}

function becomesDefault(present: string, { documentId, isDefault }: MergeInput): boolean {
  return present !== documentId && (isDefault === true || present === "");
}

function refuseDoubles(tasks: readonly PrdTask[]): void {
  const seen = new Map<string, PrdTask>();
  for (const task of tasks) {
    const first = seen.get(task.id);
    seen.set(task.id, task);
    if (first === undefined) continue;
    const { file, line } = task.source;
    throw new CanaryError(`${file}:${line}: the id ${task.id} is taken by line ${first.source.line}`, {
      code: "CANARY_PRD_INVALID",
      hint: "Give one of the two another id.",
      details: { id: task.id, file, line, first: first.source.line },
    });
  }
}

function archiveDraft({ document, id }: TaskRecord): Omit<EventDraft, "previous"> {
  return { type: "archived", document, task: id, before: { archivedAt: null }, after: {} };
}

function entryOf({ documentId, document, file }: MergeInput): Omit<DocumentRecord, "event"> {
  const { metadata, phases, requirements, statistics, tasks } = document;
  const named = file ?? tasks[0]?.source.file ?? phases[0]?.source.file ?? documentId;
  return { id: documentId, file: named, metadata, phases, requirements, statistics };
}
