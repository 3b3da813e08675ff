export { openTaskStore } from "./open-task-store.ts";
export { readTaskStore } from "./read-task-store.ts";
export type { ReadTaskStoreOptions } from "./read-task-store.ts";
export { readTaskRows } from "./scan/read-task-rows.ts";
export type { NumberedRow, ScannedStore, TaskRow } from "./scan/scan-tasks.ts";
export type { OpenTaskStoreOptions, TaskStore } from "./task-store.ts";
export type { StoreNotice } from "./write/store-access.ts";
export type { StoreProblem } from "./file/store-file.ts";
export type { DocumentRecord } from "./record/document-record.ts";
export type { RecordedRun, TaskClaim } from "./record/task-record.ts";
export type { StoredPhase, StoredTask, StoreSnapshot } from "./snapshot/store-snapshot.ts";
export type { EventFields, RecordedEvidence, StoreEvent } from "./events/store-event.ts";
export type {
  BoxConflict,
  MergeInput,
  MergeReport,
  MergeRequest,
  Reconcile,
  Reconciliation,
  TaskMatch,
} from "./merge/reconcile-port.ts";
export type { TransitionChange } from "./transition/plan-transition.ts";
export type { Transition } from "./change/change-records.ts";
export type { TaskChange } from "./transition/transition-tasks.ts";
export { findPhase } from "./query/find-phase.ts";
export { findAnyTask, findTask } from "./query/find-task.ts";
export { numberTasks } from "./query/number-tasks.ts";
export { ownerOf } from "./query/owners-of.ts";
export type { NumberedTasks } from "./query/number-tasks.ts";
export { SORT_KEYS, sortTasks } from "./query/sort-tasks.ts";
export type { SortKey, SortOrder } from "./query/sort-tasks.ts";
export { documentFor, queryTasks } from "./query/query-tasks.ts";
export type { TaskFilter } from "./query/query-tasks.ts";
export { explainNext, nextTasks } from "./query/next-tasks.ts";
export type { NextOptions, NextTask } from "./query/next-tasks.ts";
export { reportProgress } from "./query/report-progress.ts";
export type { PhaseProgress, ProgressReport, StatusCounts } from "./query/report-progress.ts";
export type { Annotation } from "./change/annotate-tasks.ts";
export type { ClaimOptions } from "./change/claim-tasks.ts";
export type { StoreFinding } from "./repair/check-store.ts";
export type { StoreRepair } from "./repair/repair-store.ts";
export { explainBlockers } from "./graph/explain-blockers.ts";
export type { Blocker, BlockerReport } from "./graph/explain-blockers.ts";
export { planWaves } from "./graph/plan-waves.ts";
export type { WavePlan } from "./graph/plan-waves.ts";
export { describeGraph } from "./graph/describe-graph.ts";
export type { GraphDescription } from "./graph/describe-graph.ts";
export { renderDotGraph, renderMermaidGraph, renderTextGraph } from "./graph/render-graph.ts";
export type { SyncRow } from "./sync/plan-sync.ts";
export type { WriteBackInput, WriteBackReport } from "./sync/write-back.ts";
export { reportMeasured } from "./query/report-measured.ts";
export type { MeasuredReport, PhaseMeasures } from "./query/report-measured.ts";
export { measureProgress } from "./query/measure-progress.ts";
export type { ProgressMeasures } from "./query/measure-progress.ts";
