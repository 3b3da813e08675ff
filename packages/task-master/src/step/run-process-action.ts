import { maskArguments, maskSecrets, shellLine } from "@canary/core";
import type { CanaryError } from "@canary/core";
import type { PlannedComparison, PlannedExpectation, ProcessAction } from "../plan/plan.ts";
import { showText } from "../plan/planned-text.ts";
import { needsCluster } from "../plan/uses-cluster.ts";
import { lastLines } from "../run/last-lines.ts";
import type { Expectation } from "../playbook/step-schema.ts";
import { changedAsSaid, disappointment } from "./expectation.ts";
import type { Comparison } from "./expectation.ts";
import { kubectlChanged } from "./kubectl-changed.ts";
import { problemOf } from "./problem-of.ts";
import { resolveAll, runTool } from "./run-tool.ts";
import type { ToolEnd } from "./run-tool.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";

/** One process, judged by its exit code and standard output. */
export async function runProcessAction(scope: StepScope, action: ProcessAction): Promise<StepEnd> {
  const fault = needsCluster(action) ? await scope.session.deps.clusterFault?.() : undefined;
  if (fault !== undefined) return refused(scope, action, fault);
  const end = await runTool(scope, { argv: action.argv });
  return judge(scope, { kind: action.kind, expect: await resolveExpectation(scope, action.expect) }, end);
}

/** A tool that would talk to the wrong cluster, or to localhost for want of one, is not started. */
function refused({ log, session }: StepScope, { argv }: ProcessAction, fault: CanaryError): StepEnd {
  const command = maskArguments(argv.map(showText), session.secrets);
  log.note(`$ ${shellLine(command)}\n# not started: ${fault.message}`);
  const { code, message, hint } = fault;
  const problem = { code, message, hint, verdict: null };
  return { outcome: "failed", changed: false, command, exitCode: null, output: "", problem };
}

/** What its process is judged by. */
interface Judged {
  readonly kind: ProcessAction["kind"];
  readonly expect: Expectation | null;
}

async function resolveExpectation(
  scope: StepScope,
  expect: PlannedExpectation | null,
): Promise<Expectation | null> {
  if (expect === null) return null;
  const { changed, ...comparison } = expect;
  return {
    ...(await resolveComparison(scope, comparison)),
    ...(changed === undefined ? {} : { changed: await resolveComparison(scope, changed) }),
  };
}

async function resolveComparison(
  scope: StepScope,
  { contains, equals, ...rest }: PlannedComparison,
): Promise<Comparison> {
  const [containsText] = contains === undefined ? [] : await resolveAll(scope, [contains]);
  const [equalsText] = equals === undefined ? [] : await resolveAll(scope, [equals]);
  return { ...rest, contains: containsText, equals: equalsText };
}

function judge(scope: StepScope, action: Judged, end: ToolEnd): StepEnd {
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
    problem: problemOf(scope, end, maskSecrets(why, scope.session.secrets)),
  };
}

function whyNot(action: Judged, end: ToolEnd): string | undefined {
  if (end.reason !== "exited") return end.reason;
  if (end.signal !== null) return `was ended by ${end.signal}`;
  const why = disappointment(action.expect, end);
  if (why === undefined) return undefined;
  return action.expect === null ? `ended with exit code ${end.exitCode ?? "none"}` : why;
}

function hasChanged({ step }: StepScope, action: Judged, end: ToolEnd): boolean {
  if (step.changes === "never") return false;
  const said = changedAsSaid(action.expect, end);
  if (said !== undefined) return said;
  return action.kind !== "kubectl" || kubectlChanged(end.command, end.stdout);
}
