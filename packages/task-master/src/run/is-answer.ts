import type { FailureKind } from "../failure/failure-rule.ts";
import type { FinishedStep } from "../step/run-step.ts";

/** What keeps a question from being asked, rather than answering it. */
const OBSTACLES: ReadonlySet<FailureKind> = new Set(["transient", "locked", "configuration"]);
/** Permanent failures that say something about the thing that was asked for. */
const ANSWERS = new Set(["helm-release", "already-exists"]);

/** Whether a step that did not pass said no, rather than that it could not tell. */
export function isAnswer({ outcome, problem, exitCode, step }: FinishedStep): boolean {
  if (outcome === "timed_out") return step.action.kind === "wait" && exitCode !== null;
  if (outcome !== "failed" || exitCode === null) return false;
  const verdict = problem?.verdict;
  if (verdict === undefined || verdict === null) return true;
  if (verdict.kind === "permanent") return ANSWERS.has(verdict.rule);
  return !OBSTACLES.has(verdict.kind);
}
