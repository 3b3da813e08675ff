import { CanaryError } from "@canary/core";
import { parseStoreText } from "../file/parse-store-text.ts";
import { nextTasks } from "../query/next-tasks.ts";
import type { NextOptions } from "../query/next-tasks.ts";
import { createSnapshot } from "../snapshot/create-snapshot.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { changeRecords } from "./change-records.ts";
import type { ChangeView, RecordChange, Transition } from "./change-records.ts";
import type { LocatedRecord } from "./record-locator.ts";

/** Who takes a task and for how long, in milliseconds. */
export interface ClaimOptions extends NextOptions {
  readonly by: string;
  readonly ttlMs: number;
}

/** Takes the first of the next tasks; undefined where none is ready. See TaskStore.claimNext. */
export function claimNextTask(access: StoreAccess, options: ClaimOptions): Transition | undefined {
  const claimed = changeRecords(access, (view) => {
    const snapshot = createSnapshot(
      parseStoreText(view.bytes.toString("utf8"), access.paths.tasks),
      view.now,
    );
    const [next] = nextTasks(snapshot, options);
    const located = next === undefined ? undefined : view.locator.find(next.document, next.localId);
    return located === undefined ? [] : [claim(view, located, options)];
  });
  return claimed[0];
}

/** Takes these tasks or none. Throws CANARY_TASK_TRANSITION_REFUSED for a task that is not pending or taken by another. */
export function claimTasks(
  access: StoreAccess,
  ids: readonly string[],
  options: ClaimOptions,
): readonly Transition[] {
  return changeRecords(access, (view) =>
    view.locator.resolveAll(ids).map((located) => {
      const reason = refusalOf(located, options.by, view.now);
      if (reason !== undefined) throw refusedError(located.record.id, reason);
      return claim(view, located, options);
    }),
  );
}

/** Gives tasks back; nothing happens to those that nobody claimed. */
export function releaseTasks(access: StoreAccess, ids: readonly string[]): readonly Transition[] {
  return changeRecords(access, (view) =>
    view.locator.resolveAll(ids).map((located) => {
      const { record } = located;
      if (record.claim === undefined) return { located, draft: undefined };
      const id = view.nextId(record);
      return {
        located,
        draft: { id, type: "released", before: { claim: record.claim }, after: { claim: null } },
      };
    }),
  );
}

function claim(view: ChangeView, located: LocatedRecord, { by, ttlMs }: ClaimOptions): RecordChange {
  const { record } = located;
  const after = { claim: { by, until: new Date(view.now + ttlMs).toISOString() } };
  const draft = {
    id: view.nextId(record),
    by,
    type: "claimed" as const,
    before: { claim: record.claim ?? null },
    after,
  };
  return { located, draft };
}

/** Who has it may claim it again, also while working on it; what was begun under a claim that ended may be taken over. */
function refusalOf({ record }: LocatedRecord, by: string, now: number): string | undefined {
  const { status, claim, archivedAt } = record;
  if (archivedAt !== undefined) return "it left its document";
  const isLive = claim !== undefined && Date.parse(claim.until) > now;
  if (isLive && claim.by !== by) return `${claim.by} has it until ${claim.until}`;
  const isBegunUnderClaim = status === "in_progress" && claim !== undefined;
  return status === "pending" || isBegunUnderClaim ? undefined : `it is ${status}`;
}

function refusedError(id: string, reason: string): CanaryError {
  return new CanaryError(`${id} cannot be claimed: ${reason}`, {
    code: "CANARY_TASK_TRANSITION_REFUSED",
    hint: "Take another: canary tasks next --claim",
    details: { task: id, reason },
  });
}
