import { CanaryError, satisfiesDependency } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import { changeRecords } from "../change/change-records.ts";
import type { ChangeView, RecordChange, RecordDraft, Transition } from "../change/change-records.ts";
import type { LocatedRecord } from "../change/record-locator.ts";
import { recordKey } from "../record/task-record.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { planTransition } from "./plan-transition.ts";
import type { TransitionChange, TransitionContext, TransitionPlan } from "./plan-transition.ts";

/** Changes the status of all these tasks, or of none; rewrites only their lines. See TaskStore.transitionAll. */
export function transitionTasks(
  access: StoreAccess,
  ids: readonly string[],
  change: TransitionChange,
): readonly Transition[] {
  return changeRecords(access, (view) => {
    const located = view.locator.resolveAll(ids);
    const openOf = createOpenReader(view, located, change.status);
    return located.map((each) =>
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
  return {
    id,
    type: "status",
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
  changing: readonly LocatedRecord[],
  next: TaskStatus,
): (located: LocatedRecord) => Pick<TransitionContext, "open"> {
  const keys = new Set(changing.map(({ record }) => recordKey(record.document, record.id)));
  const isOpen = (document: string, id: string): boolean => {
    if (keys.has(recordKey(document, id))) return !satisfiesDependency(next);
    const record = locator.find(document, id)?.record;
    return record !== undefined && record.archivedAt === undefined && !satisfiesDependency(record.status);
  };
  return ({ record }) => ({ open: (record.dependencies ?? []).filter((id) => isOpen(record.document, id)) });
}
