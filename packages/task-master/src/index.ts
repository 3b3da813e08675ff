export { classifyFailure } from "./failure/classify-failure.ts";
export type { FailedAttempt, FailureKind, FailureRule, Verdict } from "./failure/failure-rule.ts";
export { isClusterAddress } from "./plan/is-cluster-address.ts";
export type { PlanContext, PlanEnvironment } from "./plan/plan-context.ts";
export { startsProcess } from "./plan/uses-cluster.ts";
export { planHash } from "./plan/plan-hash.ts";
export { planRun } from "./plan/plan-run.ts";
export type {
  ApproveAction,
  HttpAction,
  Plan,
  PlannedAction,
  PlannedStep,
  PlannedTask,
  ProcessAction,
  RetryPolicy,
  StepPart,
  TerraformAction,
  TerraformRoot,
  ToolKind,
  WaitAction,
} from "./plan/plan.ts";
export { showText } from "./plan/planned-text.ts";
export type { LateReference, PlannedText } from "./plan/planned-text.ts";
export { parsePlaybook } from "./playbook/parse-playbook.ts";
export type { ParsedPlaybook, Playbook } from "./playbook/parse-playbook.ts";
export type { Condition } from "./playbook/condition-schema.ts";
export type { PlaybookEntry } from "./playbook/playbook-schema.ts";
export type { Action, Expectation, ReadAction, RetryOptions, Step } from "./playbook/step-schema.ts";
export type { Interruption } from "./process/run-interruption.ts";
export type { InterruptSignal } from "./process/tool-manners.ts";
export { executePlan } from "./run/execute-plan.ts";
export type { FinishedRun } from "./run/finished-run.ts";
export type { RunDeps } from "./run/run-deps.ts";
export type { RunEvent, RunEventBody, StepOutcome } from "./run/run-event.ts";
export type { TaskLedger, TaskTransition, TransitionRecord } from "./run/task-ledger.ts";
export { terraformCommands } from "./step/terraform-commands.ts";
export type { TerraformCommands } from "./step/terraform-commands.ts";
export { approveRun } from "./run/approval.ts";
export type { Approval, ApproveRunOptions, Gate } from "./run/approval.ts";
export { isRunAlive, listRuns, readRun } from "./run/read-run.ts";
export { readRunPlan, resumeRun } from "./run/resume-run.ts";
export type { RunOwner, RunRecord } from "./run/run-record.ts";
export { probePlan } from "./run/probe-plan.ts";
export type { Probe, ProbedTask, ProbeState } from "./run/probe-plan.ts";
export { verifyPlan } from "./run/verify-plan.ts";
export type { EvidenceState, VerifiedTask, VerifyReport } from "./run/verify-plan.ts";
export type { Narrowing } from "./plan/narrow.ts";
export { formatPlan, parsePlan, refuseStalePlan } from "./plan/plan-file.ts";
export type { PlanFacts, PlanFile, PlanInput } from "./plan/plan-file.ts";
export { maskPlan } from "./plan/mask-plan.ts";
export { readSecrets } from "./run/read-secrets.ts";
export type { ReadSecretsOptions, SecretSource } from "./run/read-secrets.ts";
export { readEstimates } from "./run/read-estimates.ts";
