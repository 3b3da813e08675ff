import type { Clock } from "@canary/core";
import type { StoreEvent } from "./events/store-event.ts";
import type { MergeInput, MergeReport, MergeRequest } from "./merge/reconcile-port.ts";
import type { StoreFinding } from "./repair/check-store.ts";
import type { StoreRepair } from "./repair/repair-store.ts";
import type { StoreSnapshot } from "./snapshot/store-snapshot.ts";
import type { SyncRow } from "./sync/plan-sync.ts";
import type { WriteBackInput, WriteBackReport } from "./sync/write-back.ts";
import type { TransitionChange } from "./transition/plan-transition.ts";
import type { Annotation } from "./change/annotate-tasks.ts";
import type { ClaimOptions } from "./change/claim-tasks.ts";
import type { Transition } from "./change/change-records.ts";
import type { TaskEvidence } from "./change/record-evidence.ts";
import type { TaskChange } from "./transition/transition-tasks.ts";
import type { StoreNotice } from "./write/store-access.ts";

export interface OpenTaskStoreOptions {
  /** Absolute path of the project's `.canary`. */
  readonly directory: string;
  readonly clock: Clock;
  /** Who makes the changes, for the event log: `user@host` or an agent's name. */
  readonly actor: string;
  /** How long to wait for other writers, in milliseconds; 10 000 where it is left out. */
  readonly lockTimeoutMs?: number;
  /** Told what the store mended on its own; where it is left out nobody is told. */
  readonly onNotice?: (notice: StoreNotice) => void;
}

/**
 * The tasks of a project. Readers never write and never wait. Every change is read, made and renamed inside one lock,
 * and its event is written with it.
 *
 * A file of an older version is read as the present one has it; the first change writes it so, and keeps a copy.
 *
 * Reading throws CANARY_STORE_NOT_FOUND, CANARY_STORE_UNREADABLE, CANARY_STORE_DAMAGED (the header; a bad record is a
 * problem of the snapshot) and CANARY_STORE_NEWER. Changing throws CANARY_STORE_LOCKED and CANARY_STORE_WRITE_FAILED too.
 */
export interface TaskStore {
  /** One whole version of the store. */
  read(): StoreSnapshot;
  /**
   * Merges a parsed document: recognised tasks keep status, message, evidence and claim; new ones come in with the
   * status of their box; gone ones are archived. Makes the store where there is none. Writes nothing where nothing changed.
   * Throws CANARY_PRD_INVALID where two tasks have one id.
   */
  merge(input: MergeRequest): MergeReport;
  /** What `merge` would report; writes nothing. */
  planMerge(input: MergeRequest): MergeReport;
  /**
   * Changes the status of one task (id, `document:id`, alias, number or unique prefix). The same run and attempt again
   * change nothing. Throws CANARY_TASK_UNKNOWN, CANARY_TASK_AMBIGUOUS, CANARY_TASK_TRANSITION_REFUSED.
   */
  transition(id: string, change: TransitionChange): Transition;
  /** The same for several tasks: all of them or none. Open dependencies among them do not count. */
  transitionAll(ids: readonly string[], change: TransitionChange): readonly Transition[];
  /** As `transitionAll`, each task with a change of its own; of two changes of one task the last counts. */
  transitionEach(changes: readonly TaskChange[]): readonly Transition[];
  /** Keeps what a run saw of these tasks in an environment; no status changes. Throws CANARY_TASK_UNKNOWN, CANARY_TASK_AMBIGUOUS. */
  recordEvidence(seen: readonly TaskEvidence[]): readonly Transition[];
  /**
   * Takes the first of the next tasks for `by`, so that nobody else gets it before the claim ends; undefined where none
   * is ready. Of processes that ask at once each gets another task.
   */
  claimNext(options: ClaimOptions): Transition | undefined;
  /** Takes these tasks, or none. Throws CANARY_TASK_TRANSITION_REFUSED for one that is not pending or is another's. */
  claim(ids: readonly string[], options: ClaimOptions): readonly Transition[];
  /** Gives claimed tasks back. */
  release(ids: readonly string[]): readonly Transition[];
  /** Sets owner and note; null removes them. */
  annotate(ids: readonly string[], annotation: Annotation): readonly Transition[];
  /**
   * Takes back the last `count` changes of status, claim or note (a call for several tasks is one change), or none of
   * them; 1 where it is left out. Called again, the ones before. Merges are not taken back. Empty where there is nothing.
   * Throws CANARY_TASK_TRANSITION_REFUSED.
   */
  undo(count?: number): readonly Transition[];
  /** Where the store and a freshly parsed document differ in what is done, and who should follow; writes nothing. */
  planSync(input: MergeInput): readonly SyncRow[];
  /**
   * Makes the boxes of these tasks say what the store says, one byte each, and only where the line is still the one that
   * was parsed; others are refused with the reason. All must be of the document at `path`. Throws CANARY_PRD_NOT_FOUND,
   * CANARY_PRD_UNREADABLE, CANARY_USAGE.
   */
  writeBack(input: WriteBackInput): WriteBackReport;
  /** What is wrong with the store and what `repair` would do; changes nothing. */
  check(): readonly StoreFinding[];
  /** Does what `check` offers, after a backup of the files in `.canary/backups`. Throws CANARY_STORE_DAMAGED where nothing is left to restore from. */
  repair(): StoreRepair;
  /** The events about a task (named as in `transition`; archived ones by their id), or all of them, oldest first. */
  history(id?: string): readonly StoreEvent[];
}
