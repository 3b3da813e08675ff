import { CanaryError, satisfiesDependency } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import { changeRecords } from "../change/change-records.ts";
import type { ChangeView, RecordChange, RecordDraft, Transition } from "../change/change-records.ts";
import type { LocatedRecord } from "../change/record-locator.ts";
import { recordKey } from "../record/task-record.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { planTransition } from "./plan-transition.ts";
import type { TransitionChange, TransitionContext, TransitionPlan } from "./plan-transition.ts";

/** One task, named as in `TaskStore.transition`, and what is to become of it. */
export interface TaskChange {
  readonly id: string;
  readonly change: TransitionChange;
}

/** Changes the status of all these tasks, or of none; rewrites only their lines. See TaskStore.transitionEach. */
export function transitionTasks(access: StoreAccess, changes: readonly TaskChange[]): readonly Transition[] {
  return changeRecords(access, (view) => {
    const located = changes.flatMap(({ id, change }) =>
      view.locator.resolveAll([id]).map((each) => ({ each, change })),
    );
    const byLine = new Map(located.map((one) => [one.each.line.start, one]));
    const nextOf = new Map(
      located.map(({ each: { record }, change }) => [recordKey(record.document, record.id), change.status]),
    );
    const openOf = createOpenReader(view, nextOf);
    return [...byLine.values()].map(({ each, change }) =>
      planChange(each, change, { ...openOf(each), now: view.now, event: view.nextId(each.record) }),
    );
  });
}

function planChange(
  located: LocatedRecord,
  change: TransitionChange,
  context: TransitionContext,
): RecordChange {
  const { record } = located;
  const plan = planTransition(record, change, context);
  if (plan.kind === "nothing") return { located, draft: undefined };
  if (plan.kind === "change") return { located, draft: draftEvent(change, plan, context.event) };
  throw new CanaryError(`${record.id} cannot become ${change.status}: ${plan.reason}`, {
    code: "CANARY_TASK_TRANSITION_REFUSED",
    hint: plan.hint,
    details: {
      task: record.id,
      from: record.status,
      to: change.status,
      reason: plan.reason,
      open: context.open,
    },
  });
}

function draftEvent(
  { by, message, run, attempt, evidence }: TransitionChange,
  { before, after, isForced }: Extract<TransitionPlan, { kind: "change" }>,
  id: string,
): RecordDraft {
  const isGivenBack = before.status === after.status && after.claim === null && run === undefined;
  return {
    id,
    type: isGivenBack ? "released" : "status",
    before,
    after,
    ...(by === undefined ? {} : { by }),
    ...(message === undefined ? {} : { message }),
    ...(run === undefined ? {} : { run, attempt: attempt ?? 1 }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(isForced ? { isForced: true as const } : {}),
  };
}

/** Reads which dependencies of a record are open, as they will be when all records of this call have changed. */
function createOpenReader(
  { locator }: ChangeView,
  nextOf: ReadonlyMap<string, TaskStatus>,
): (located: LocatedRecord) => Pick<TransitionContext, "open"> {
  const isOpen = (document: string, id: string): boolean => {
    const next = nextOf.get(recordKey(document, id));
    if (next !== undefined) return !satisfiesDependency(next);
    const record = locator.find(document, id)?.record;
    return record !== undefined && record.archivedAt === undefined && !satisfiesDependency(record.status);
  };
  return ({ record }) => ({ open: (record.dependencies ?? []).filter((id) => isOpen(record.document, id)) });
}
