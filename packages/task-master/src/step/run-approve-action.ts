import type { ApproveAction } from "../plan/plan.ts";
import { approveCommand } from "../run/approval.ts";
import { passGate } from "../run/pass-gate.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";

/** A gate: passes with a yes that was given for this plan and has not expired, asks in place where that is possible, else waits. */
export async function runApproveAction(scope: StepScope, { message }: ApproveAction): Promise<StepEnd> {
  const { session, task, step } = scope;
  const approval = await passGate(session, task, { step: step.id, message });
  const facts = { changed: false, command: [] };
  if (approval !== undefined) {
    const { by, reason } = approval;
    const output = `approved by ${by}${reason === undefined ? "" : `: ${reason}`}`;
    scope.log.note(`# ${output}`);
    return { ...facts, outcome: "passed", exitCode: 0, output, problem: null };
  }
  const hint = approveCommand(session.run, task.id);
  const problem = { code: "CANARY_RUN_GATE", message, hint, verdict: null } as const;
  return { ...facts, outcome: "waiting", exitCode: null, output: "", problem };
}
