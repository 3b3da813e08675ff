import { isAbsolute } from "node:path";
import { annotateTasks } from "./change/annotate-tasks.ts";
import { claimNextTask, claimTasks, releaseTasks } from "./change/claim-tasks.ts";
import { recordEvidence } from "./change/record-evidence.ts";
import { undoChanges } from "./change/undo-changes.ts";
import { checkStore } from "./repair/check-store.ts";
import { repairStore } from "./repair/repair-store.ts";
import type { Transition } from "./change/change-records.ts";
import { readEventLog } from "./events/event-log.ts";
import type { StoreEvent } from "./events/store-event.ts";
import { readStoreFile } from "./file/read-store-file.ts";
import { storePaths } from "./file/store-paths.ts";
import { mergeIntoStore } from "./merge/merge-into-store.ts";
import { previewMerge, previewSync } from "./merge/preview-merge.ts";
import { findAnyTask } from "./query/find-task.ts";
import { createSnapshot } from "./snapshot/create-snapshot.ts";
import type { StoreSnapshot } from "./snapshot/store-snapshot.ts";
import { writeBack } from "./sync/write-back.ts";
import type { OpenTaskStoreOptions, TaskStore } from "./task-store.ts";
import { transitionTasks } from "./transition/transition-tasks.ts";
import type { StoreAccess } from "./write/store-access.ts";

const LOCK_TIMEOUT_MS = 10_000;

/** The store in `directory`, which need not exist yet. Reads nothing until it is asked. */
export function openTaskStore(options: OpenTaskStoreOptions): TaskStore {
  if (!isAbsolute(options.directory)) throw new TypeError(`directory must be absolute: ${options.directory}`);
  const access: StoreAccess = {
    paths: storePaths(options.directory),
    clock: options.clock,
    actor: options.actor,
    lockTimeoutMs: options.lockTimeoutMs ?? LOCK_TIMEOUT_MS,
    onNotice: options.onNotice ?? (() => undefined),
  };
  const read = (): StoreSnapshot => createSnapshot(readStoreFile(access.paths), access.clock.now());
  return {
    read,
    merge: (input) => mergeIntoStore(access, input),
    planMerge: (input) => previewMerge(access, input),
    transition: (id, change) => only(transitionTasks(access, [{ id, change }])),
    transitionAll: (ids, change) =>
      transitionTasks(
        access,
        ids.map((id) => ({ id, change })),
      ),
    transitionEach: (changes) => transitionTasks(access, changes),
    recordEvidence: (seen) => recordEvidence(access, seen),
    claimNext: (claim) => claimNextTask(access, claim),
    claim: (ids, claim) => claimTasks(access, ids, claim),
    release: (ids) => releaseTasks(access, ids),
    annotate: (ids, annotation) => annotateTasks(access, ids, annotation),
    undo: (count = 1) => undoChanges(access, count),
    planSync: (input) => previewSync(access, input),
    writeBack: (input) => writeBack(access, input),
    check: () => checkStore(access.paths),
    repair: () => repairStore(access),
    history: (id) => historyOf(access, id === undefined ? undefined : findAnyTask(read(), id)),
  };
}

function historyOf(
  { paths }: StoreAccess,
  task: { readonly document: string; readonly localId: string } | undefined,
): readonly StoreEvent[] {
  const { events } = readEventLog(paths.events);
  if (task === undefined) return events;
  return events.filter((event) => event.task === task.localId && event.document === task.document);
}

function only(transitions: readonly Transition[]): Transition {
  const [first] = transitions;
  if (first === undefined) throw new Error("a transition of one task gave none");
  return first;
}
