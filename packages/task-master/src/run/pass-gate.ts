import { planHash } from "../plan/plan-hash.ts";
import type { PlannedTask } from "../plan/plan.ts";
import { DAY_MS, PROTECTED } from "./approval.ts";
import type { Approval, Gate } from "./approval.ts";
import type { RunSession } from "./run-session.ts";

/**
 * Who lets a task pass a gate: whoever said yes to this very plan before and in time, else a person who is asked in place,
 * whose yes is written down. Undefined when nobody does, and the task waits.
 */
export async function passGate(
  session: RunSession,
  task: PlannedTask,
  gate: Pick<Gate, "step" | "message">,
): Promise<Approval | undefined> {
  // One question at a time, and one that a question answered is not asked again.
  return session.gateMutex.run(async () => {
    const given = givenBefore(session, task, gate.step);
    if (given !== undefined) return given;
    const { run, plan, deps } = session;
    const place = { task: task.id, ...gate };
    const answer = await deps.ask?.({ run, environment: plan.environment, ...place });
    if (answer === undefined || answer === null) {
      session.journal.emit({ type: "approval_awaited", ...place });
      return undefined;
    }
    const approved = {
      task: task.id,
      step: gate.step,
      by: answer.by,
      reason: answer.reason ?? null,
      plan: planHash(plan),
      expiresAt: new Date(deps.clock.now() + DAY_MS).toISOString(),
    };
    session.approvals.push(approved);
    session.journal.emit({ type: "step_approved", ...approved });
    return answer;
  });
}

function givenBefore(session: RunSession, task: PlannedTask, step: string): Approval | undefined {
  const now = session.deps.clock.now();
  const hash = planHash(session.plan);
  const approval = session.approvals.findLast(
    (one) =>
      one.step === step &&
      (one.task === task.id || step === PROTECTED) &&
      one.plan === hash &&
      Date.parse(one.expiresAt) > now,
  );
  if (approval === undefined) return undefined;
  const { by, reason } = approval;
  return reason === null ? { by } : { by, reason };
}
