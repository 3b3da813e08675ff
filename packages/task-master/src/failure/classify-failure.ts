import type { FailedAttempt, FailureRule, Verdict } from "./failure-rule.ts";
import { LOCKED_RULES } from "./locked-rules.ts";
import { PERMANENT_RULES } from "./permanent-rules.ts";
import { TRANSIENT_RULES } from "./transient-rules.ts";

const LAST_LINES = 200;
const RULES: readonly FailureRule[] = [...PERMANENT_RULES, ...LOCKED_RULES, ...TRANSIENT_RULES];

/** The class of a failed attempt; the first rule of the table that matches a line decides, and is named with the line. */
export function classifyFailure(attempt: FailedAttempt): Verdict {
  const byExit = classifyExit(attempt.exitCode);
  if (byExit !== undefined) return byExit;
  const lines = attempt.output.split("\n").slice(-LAST_LINES);
  for (const rule of RULES) {
    if (!applies(rule, attempt)) continue;
    const line = lines.find((one) => rule.pattern.test(one));
    if (line !== undefined) return { kind: rule.kind, rule: rule.name, line: line.trim(), hint: rule.hint };
  }
  const missingKind = lines.find((one) => /no matches for kind|ensure CRDs are installed first/i.test(one));
  if (missingKind !== undefined) return kindMissing(missingKind);
  return {
    kind: "unknown",
    rule: "unknown",
    line: null,
    hint: "Read the log, correct the cause, and run the same command again",
  };
}

function applies(rule: FailureRule, attempt: FailedAttempt): boolean {
  if (rule.tools !== undefined && !rule.tools.includes(attempt.tool)) return false;
  return rule.afterInstall === undefined || attempt.isAfterInstall;
}

function classifyExit(exitCode: number | null): Verdict | undefined {
  if (exitCode === 126) return permanent("not-executable", "Make the program executable");
  if (exitCode === 127) return permanent("command-not-found", "Install the program that the step calls");
  return undefined;
}

function permanent(rule: string, hint: string): Verdict {
  return { kind: "permanent", rule, line: null, hint };
}

function kindMissing(line: string): Verdict {
  const hint = "Install the definition of this kind first, in a task that this one depends on";
  return { kind: "configuration", rule: "kind-not-served", line: line.trim(), hint };
}
