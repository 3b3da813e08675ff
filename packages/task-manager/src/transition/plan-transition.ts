import type { TaskStatus } from "@canary/core";
import type { EventFields, RecordedEvidence } from "../events/store-event.ts";
import type { TaskRecord } from "../record/task-record.ts";

/** A change of status. */
export interface TransitionChange {
  readonly status: TaskStatus;
  readonly message?: string;
  /** Id of the run that makes it; a repeated transition of the same run and attempt changes nothing. */
  readonly run?: string;
  /** Counts from 1. */
  readonly attempt?: number;
  readonly evidence?: RecordedEvidence;
  /** Overrides refusals; recorded. */
  readonly force?: boolean;
  /** Who makes it, where it is not the store's actor; a live claim of somebody else then refuses it. */
  readonly by?: string;
  /** Noted with it; null removes it. */
  readonly owner?: string | null;
  /** Noted with it; null removes it. */
  readonly note?: string | null;
}

/** What is known around the task that is to change. */
export interface TransitionContext {
  /** Ids of dependencies that are not satisfied. */
  readonly open: readonly string[];
  /** Id that the event will have. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export type TransitionPlan =
  | { readonly kind: "nothing" }
  | { readonly kind: "refused"; readonly reason: string; readonly hint: string }
  | {
      readonly kind: "change";
      readonly before: EventFields;
      readonly after: EventFields;
      readonly isForced: boolean;
    };

/** What a transition does to a record: nothing for a repetition, a refusal with its reason, or the fields that change. */
export function planTransition(
  record: TaskRecord,
  change: TransitionChange,
  context: TransitionContext,
): TransitionPlan {
  if (isRepetition(record, change) || isSame(record, change)) return { kind: "nothing" };
  const refusal = refusalOf(record, change, context);
  if (refusal !== undefined && (change.force !== true || refusal.isFinal === true)) {
    return { kind: "refused", reason: refusal.reason, hint: refusal.hint };
  }
  const after = fieldsAfter(record, change, context.event);
  const before = Object.fromEntries(
    Object.keys(after).map((name) => [name, record[name as keyof TaskRecord] ?? null]),
  );
  return { kind: "change", before, after, isForced: refusal !== undefined };
}

function isRepetition({ run }: TaskRecord, change: TransitionChange): boolean {
  if (change.run === undefined || run?.id !== change.run) return false;
  const attempt = change.attempt ?? 1;
  if (attempt !== run.attempt) return attempt < run.attempt;
  return change.status === run.status || change.status === "in_progress";
}

function isSame(record: TaskRecord, change: TransitionChange): boolean {
  const { status, message, evidence, run } = change;
  const says = message !== undefined || evidence !== undefined || run !== undefined;
  if (record.status !== status || says || endsClaim(record, change)) return false;
  return Object.keys(notedFields(record, change)).length === 0;
}

/** A claim ends when its task is done, failed, skipped or given back. */
function endsClaim({ claim }: TaskRecord, { status }: TransitionChange): boolean {
  return claim !== undefined && status !== "in_progress";
}

function notedFields(record: TaskRecord, { owner, note }: TransitionChange): EventFields {
  return {
    ...(owner === undefined || owner === (record.owner ?? null) ? {} : { owner }),
    ...(note === undefined || note === (record.note ?? null) ? {} : { note }),
  };
}

interface Refusal {
  readonly reason: string;
  readonly hint: string;
  /** True where force does not help. */
  readonly isFinal?: true;
}

function refusalOf(
  record: TaskRecord,
  change: TransitionChange,
  context: TransitionContext,
): Refusal | undefined {
  if (record.archivedAt !== undefined) {
    return {
      reason: "it left its document",
      hint: "Bring it back into the document, then parse it again.",
      isFinal: true,
    };
  }
  if (record.kind === "fragment") {
    return {
      reason: "it is a fragment, not work",
      hint: "Make it a `- [ ]` item of the document, then parse it again.",
      isFinal: true,
    };
  }
  return (
    impossibleStep(record.status, change.status) ??
    openDependency(change, context) ??
    foreignClaim(record, change, context)
  );
}

function impossibleStep(from: TaskStatus, to: TaskStatus): Refusal | undefined {
  const isImpossible = (from === "completed" && to === "skipped") || (from === "skipped" && to === "failed");
  if (!isImpossible) return undefined;
  return {
    reason: `it is ${from}, and ${from} does not become ${to}`,
    hint: "Reset it to pending first, or add --force.",
  };
}

function openDependency({ status }: TransitionChange, { open }: TransitionContext): Refusal | undefined {
  if (status !== "completed" || open.length === 0) return undefined;
  return {
    reason: `it waits for ${open.join(", ")}`,
    hint: "Complete those first, or add --force; it is recorded.",
  };
}

function foreignClaim(
  { claim }: TaskRecord,
  { by }: TransitionChange,
  { now }: TransitionContext,
): Refusal | undefined {
  if (claim === undefined || by === undefined || by === claim.by || Date.parse(claim.until) <= now)
    return undefined;
  return {
    reason: `${claim.by} has claimed it until ${claim.until}`,
    hint: "Take another task, or add --force.",
  };
}

function fieldsAfter(record: TaskRecord, change: TransitionChange, event: string): EventFields {
  const { status, message, run, evidence } = change;
  return {
    status,
    ...(message === undefined && record.message === undefined ? {} : { message: message ?? null }),
    ...(evidence === undefined ? {} : { evidence: { ...record.evidence, [evidence.environment]: event } }),
    ...(run === undefined ? {} : { run: { id: run, attempt: change.attempt ?? 1, status } }),
    ...(endsClaim(record, change) ? { claim: null } : {}),
    ...notedFields(record, change),
  };
}
