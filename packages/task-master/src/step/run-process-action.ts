import type { ProcessAction } from "../plan/plan.ts";
import { lastLines } from "../run/last-lines.ts";
import { changedAsSaid, disappointment } from "./expectation.ts";
import { kubectlChanged } from "./kubectl-changed.ts";
import { problemOf } from "./problem-of.ts";
import { runTool } from "./run-tool.ts";
import type { ToolEnd } from "./run-tool.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";

/** One process, judged by its exit code and standard output. */
export async function runProcessAction(scope: StepScope, action: ProcessAction): Promise<StepEnd> {
  const end = await runTool(scope, { argv: action.argv });
  return judge(scope, action, end);
}

function judge(scope: StepScope, action: ProcessAction, end: ToolEnd): StepEnd {
  const { command, exitCode } = end;
  const output = lastLines(scope.log.tail, 20);
  const why = whyNot(action, end);
  if (why === undefined) {
    const changed = hasChanged(scope, action, end);
    return { outcome: "passed", changed, command, exitCode, output, problem: null };
  }
  return {
    outcome: end.reason === "timed_out" || end.reason === "interrupted" ? end.reason : "failed",
    changed: false,
    command,
    exitCode,
    output,
    problem: problemOf(scope, end, why),
  };
}

function whyNot(action: ProcessAction, end: ToolEnd): string | undefined {
  if (end.reason !== "exited") return end.reason;
  if (end.signal !== null) return `was ended by ${end.signal}`;
  const why = disappointment(action.expect, end);
  if (why === undefined) return undefined;
  return action.expect === null ? `ended with exit code ${end.exitCode ?? "none"}` : why;
}

function hasChanged({ step }: StepScope, action: ProcessAction, end: ToolEnd): boolean {
  if (step.changes === "never") return false;
  const said = changedAsSaid(action.expect, end);
  if (said !== undefined) return said;
  return action.kind !== "kubectl" || kubectlChanged(end.command, end.stdout);
}
