import type { TaskResult } from "@canary/core";
import type { JunitCase, JunitSuite } from "./junit.ts";
import type { ReportedRun } from "./reported-run.ts";

/** A suite for each phase, a case for each task: what failed is a failure, what never ran is skipped with the reason. */
export function runSuites({ result, tasks }: ReportedRun): readonly JunitSuite[] {
  const named = result.results.map((one) => ({ one, phase: tasks.get(one.task)?.phase ?? "no phase" }));
  return [...new Set(named.map(({ phase }) => phase))].map((name) => ({
    name,
    cases: named.filter(({ phase }) => phase === name).map(({ one, phase }) => caseOf(one, phase)),
  }));
}

function caseOf(
  { task, title, outcome, success, error, output, durationMs }: TaskResult,
  className: string,
): JunitCase {
  const common = { name: `${task}: ${title}`, className, durationMs, output };
  const text = error === null ? outcome : `${error.message}\n${error.hint}`;
  const [message = outcome] = text.split("\n");
  if (success) return { ...common, outcome: "passed" };
  if (outcome === "failed" || outcome === "timed_out") return { ...common, outcome: "failed", message, text };
  if (outcome === "interrupted") return { ...common, outcome: "error", message, text };
  return { ...common, outcome: "skipped", message };
}
