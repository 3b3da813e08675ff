import { shellLine } from "@canary/core";
import type { JunitCase, JunitSuite } from "./junit.ts";
import type { VerifyView } from "./verify-view.ts";

type Row = VerifyView["report"]["tasks"][number];

/** A suite for each phase, a case for each task: untrue is a failure, unknown an error, no evidence skipped. */
export function verifySuites({ report }: VerifyView): readonly JunitSuite[] {
  const phases = [...new Set(report.tasks.map(({ phase }) => phase))];
  return phases.map((phase) => ({
    name: phase ?? "no phase",
    cases: report.tasks.filter((task) => task.phase === phase).map(caseOf),
  }));
}

function caseOf({ task, title, phase, state, because, evidence, durationMs }: Row): JunitCase {
  const [message = ""] = (because ?? "").split("\n");
  const output = evidence
    .map(({ command, excerpt }) => [`$ ${shellLine(command)}`, excerpt].join("\n"))
    .join("\n");
  const common = { name: `${task}: ${title}`, className: phase ?? "no phase", durationMs, output };
  switch (state) {
    case "true":
      return { ...common, outcome: "passed" };
    case "untrue":
      return { ...common, outcome: "failed", message, text: because ?? "" };
    case "unknown":
      return { ...common, outcome: "error", message, text: because ?? "" };
    case "no_evidence":
      return { ...common, outcome: "skipped", message: "it has no verify step" };
  }
}
