export type { Clock } from "./clock.ts";
export { formatDiagnostic } from "./diagnostic.ts";
export type { Diagnostic, DiagnosticSeverity } from "./diagnostic.ts";
export { API_VERSION, envelope } from "./envelope.ts";
export type { Envelope } from "./envelope.ts";
export { CanaryError, isCanaryError } from "./errors/canary-error.ts";
export type { CanaryErrorOptions } from "./errors/canary-error.ts";
export { ERROR_CODES } from "./errors/error-codes.ts";
export type { ErrorCode } from "./errors/error-codes.ts";
export { EXIT_CODES } from "./errors/exit-codes.ts";
export type { ExitCode } from "./errors/exit-codes.ts";
export { maskArguments, maskSecrets } from "./errors/mask-secrets.ts";
export { nearest } from "./nearest.ts";
export { DEFAULT_DOCUMENT } from "./prd/default-document.ts";
export type { DocumentMetadata, DocumentStatistics, PrdDocument, Requirement } from "./prd/prd-document.ts";
export { proxyExceptions } from "./proxy-exceptions.ts";
export type { ProxyExceptions } from "./proxy-exceptions.ts";
export type { Evidence } from "./run/evidence.ts";
export { isSuccess, OUTCOMES } from "./run/outcome.ts";
export type { Outcome } from "./run/outcome.ts";
export type { RunResult, TaskFailure, TaskResult } from "./run/run-result.ts";
export { shortHash, slugOf } from "./slug.ts";
export { EVENT_TYPES } from "./task/event-type.ts";
export type { EventType } from "./task/event-type.ts";
export { findCycles } from "./task/find-cycles.ts";
export { shellLine } from "./shell-line.ts";
export { parsePriority, PRIORITIES } from "./task/priority.ts";
export type { Priority } from "./task/priority.ts";
export {
  createTaskGraph,
  findCycle,
  findCycleAmong,
  isReady,
  openDependencies,
  orderByDependencies,
} from "./task/task-graph.ts";
export type { TaskGraph } from "./task/task-graph.ts";
export { countOpenNeeds, createTaskLinks, linksOf, reverseLinks } from "./task/task-links.ts";
export type { GraphTask, TaskLinks } from "./task/task-links.ts";
export { parseTaskStatus, satisfiesDependency, TASK_STATUSES } from "./task/task-status.ts";
export type { TaskStatus } from "./task/task-status.ts";
export { TASK_KINDS } from "./task/task.ts";
export type { Phase, PrdTask, SourceLocation, Task, TaskKind } from "./task/task.ts";
