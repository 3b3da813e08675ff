import type { RecordedEvidence } from "../events/store-event.ts";
import type { TaskRecord } from "../record/task-record.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { changeRecords } from "./change-records.ts";
import type { RecordDraft, Transition } from "./change-records.ts";

/** What a run saw of one task in an environment; without items, what was seen there before holds no longer. */
export interface TaskEvidence extends RecordedEvidence {
  /** Named as in `TaskStore.transition`. */
  readonly id: string;
  /** Id of the run that saw it; the same run and attempt again change nothing. */
  readonly run: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/** Keeps evidence with its tasks and leaves their status as it is. See TaskStore.recordEvidence. */
export function recordEvidence(access: StoreAccess, seen: readonly TaskEvidence[]): readonly Transition[] {
  return changeRecords(access, (view) =>
    seen.flatMap((one) =>
      view.locator.resolveAll([one.id]).map((located) => {
        const { record } = located;
        if (isKnown(record, one)) return { located, draft: undefined };
        return { located, draft: draftOf(record, one, view.nextId(record)) };
      }),
    ),
  );
}

function isKnown({ run, evidence = {} }: TaskRecord, seen: TaskEvidence): boolean {
  const has = Object.hasOwn(evidence, seen.environment);
  if (seen.items.length === 0) return !has;
  return has && run?.id === seen.run && seen.attempt <= run.attempt;
}

function draftOf(
  record: TaskRecord,
  { environment, items, run, attempt }: TaskEvidence,
  id: string,
): RecordDraft {
  const { [environment]: _, ...others } = record.evidence ?? {};
  const kept = items.length === 0 ? others : { ...others, [environment]: id };
  return {
    id,
    type: "noted",
    before: { evidence: record.evidence ?? null, run: record.run ?? null },
    after: {
      evidence: Object.keys(kept).length === 0 ? null : kept,
      run: { id: run, attempt, status: record.status },
    },
    run,
    attempt,
    evidence: { environment, items },
  };
}
