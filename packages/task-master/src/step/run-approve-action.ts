import { planHash } from "../plan/plan-hash.ts";
import type { ApproveAction } from "../plan/plan.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";

/** A gate: passes with a yes that was given for this plan and has not expired, asks in place where that is possible, else waits. */
export async function runApproveAction(scope: StepScope, { message }: ApproveAction): Promise<StepEnd> {
  const { session, task, step } = scope;
  const { deps, run } = session;
  const given = givenBefore(scope);
  if (given !== undefined) return approved(given);
  const answer = await deps.ask?.({ run, task: task.id, step: step.id, message });
  if (answer !== undefined && answer !== null) return approved(`${answer.by}${reasonOf(answer.reason)}`);
  const hint = `Have task ${task.id} of run ${run} approved, then resume that run`;
  const problem = { code: "CANARY_RUN_GATE", message, hint, verdict: null } as const;
  return { outcome: "waiting", changed: false, command: [], exitCode: null, output: "", problem };
}

/** Who said yes before, with the reason. */
function givenBefore({ session, task, step }: StepScope): string | undefined {
  const now = session.deps.clock.now();
  const hash = planHash(session.plan);
  const approval = session.history?.approvals.findLast(
    (one) =>
      one.task === task.id && one.step === step.id && one.plan === hash && Date.parse(one.expiresAt) > now,
  );
  return approval === undefined ? undefined : `${approval.by}${reasonOf(approval.reason)}`;
}

function reasonOf(reason: string | null | undefined): string {
  return reason === undefined || reason === null ? "" : `: ${reason}`;
}

function approved(by: string): StepEnd {
  const output = `approved by ${by}`;
  return { outcome: "passed", changed: false, command: [], exitCode: 0, output, problem: null };
}
