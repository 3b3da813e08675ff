import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TerraformAction, TerraformRoot } from "../plan/plan.ts";
import { parseTerraformLock, tellLock } from "../failure/terraform-lock.ts";
import { lastLines } from "../run/last-lines.ts";
import { problemOf } from "./problem-of.ts";
import { resolveAll, runTool } from "./run-tool.ts";
import type { ToolEnd } from "./run-tool.ts";
import type { StepEnd, StepScope } from "./step-scope.ts";
import { terraformCommands, terraformEnvironment } from "./terraform-commands.ts";

const NO_DIFFERENCE = 0;
const DIFFERENCE = 2;

/** init, plan, and the apply of exactly that plan; without a difference nothing is applied. A retry plans again. */
export async function runTerraformAction(scope: StepScope, action: TerraformAction): Promise<StepEnd> {
  const { session } = scope;
  const environment = await prepare(scope, action);
  const { init, plan, apply, planPath } = terraformCommands(action);
  try {
    const initialised = await session.initMutex.run(async () => runTool(scope, { argv: init, environment }));
    if (initialised.exitCode !== 0 || initialised.reason !== "exited")
      return failed(scope, initialised, action.root);
    const planned = await runTool(scope, { argv: plan, environment });
    const hasDifference = planned.exitCode === DIFFERENCE;
    if (planned.reason !== "exited" || (planned.exitCode !== NO_DIFFERENCE && !hasDifference)) {
      return failed(scope, planned, action.root);
    }
    if (action.command === "plan") return planOnly(scope, planned, hasDifference);
    if (!hasDifference) return passed(scope, planned, false);
    const applied = await runTool(scope, { argv: apply, environment });
    session.outputs.forget();
    if (applied.exitCode !== 0 || applied.reason !== "exited") return failed(scope, applied, action.root);
    return passed(scope, applied, true);
  } finally {
    rmSync(planPath, { force: true });
  }
}

/** Folders for data and state, and the environment of its commands. */
async function prepare(scope: StepScope, action: TerraformAction): Promise<Readonly<Record<string, string>>> {
  const { root, secretVariables } = action;
  prepareRoot(root, scope.session.plan.stateDirectory);
  const names = Object.keys(secretVariables);
  const values = await resolveAll(scope, Object.values(secretVariables));
  const secrets = names.map((name, index) => [`TF_VAR_${name}`, values[index] ?? ""] as const);
  const environment = terraformEnvironment(root, scope.session.plan.stateDirectory);
  return { ...environment, ...Object.fromEntries(secrets) };
}

function prepareRoot(root: TerraformRoot, stateDirectory: string): void {
  mkdirSync(root.dataDirectory, { recursive: true, mode: 0o700 });
  mkdirSync(dirname(root.statePath), { recursive: true, mode: 0o700 });
  writeFileSync(join(stateDirectory, "terraform", "empty.tfrc"), "");
}

/** In a check, a difference means that it is not so yet. */
function planOnly(scope: StepScope, end: ToolEnd, hasDifference: boolean): StepEnd {
  if (!hasDifference || scope.step.part === "run") return passed(scope, end, false);
  const problem = problemOf(scope, end, "found differences");
  return { ...passed(scope, end, false), outcome: "failed", problem };
}

function passed({ log, step }: StepScope, end: ToolEnd, changed: boolean): StepEnd {
  return {
    outcome: "passed",
    changed: changed && step.changes !== "never",
    command: end.command,
    exitCode: end.exitCode,
    output: lastLines(log.tail, 20),
    problem: null,
  };
}

function failed(scope: StepScope, end: ToolEnd, root: TerraformRoot): StepEnd {
  const why =
    end.signal === null ? `ended with exit code ${end.exitCode ?? "none"}` : `was ended by ${end.signal}`;
  const problem = problemOf(scope, end, why);
  const lock =
    problem.verdict?.rule === "terraform-state-lock" ? parseTerraformLock(scope.log.tail) : undefined;
  return {
    ...passed(scope, end, false),
    outcome: end.reason === "timed_out" || end.reason === "interrupted" ? end.reason : "failed",
    problem: lock === undefined ? problem : { ...problem, ...tellLock(lock, root) },
  };
}
