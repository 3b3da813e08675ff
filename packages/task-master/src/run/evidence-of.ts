import type { Evidence } from "@canary/core";
import type { FinishedStep } from "../step/run-step.ts";
import type { RunSession } from "./run-session.ts";

/** What a verify step that passed saw. */
export function evidenceOf(
  { plan, deps }: RunSession,
  { command, exitCode, output }: FinishedStep,
): Evidence {
  const at = new Date(deps.clock.now()).toISOString();
  return { environment: plan.environment, command, exitCode: exitCode ?? 0, excerpt: output, at };
}
