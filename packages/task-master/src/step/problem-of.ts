import { shellLine } from "@canary/core";
import { classifyFailure } from "../failure/classify-failure.ts";
import { lastLines } from "../run/last-lines.ts";
import type { ToolEnd } from "./run-tool.ts";
import type { StepProblem, StepScope } from "./step-scope.ts";

const SHOWN_LINES = 12;

/** Why a tool did not do its step: missing, timed out, interrupted, or failed for a reason that the classifier names. */
export function problemOf(scope: StepScope, end: ToolEnd, why: string): StepProblem {
  const command = shellLine(end.command);
  if (end.startError !== null) return notStarted(end);
  if (end.reason === "interrupted") {
    return problem("CANARY_RUN_INTERRUPTED", `\`${command}\` was interrupted`, "Run the same command again");
  }
  const output = lastLines(scope.log.tail, SHOWN_LINES);
  const shown = output === "" ? "" : `\n${output}`;
  if (end.reason === "timed_out") {
    const seconds = Math.round(scope.step.timeoutMs / 1000);
    const hint = "Read the log; give the step a longer timeout if it only needs more time";
    return problem("CANARY_TOOL_TIMED_OUT", `\`${command}\` did not end within ${seconds} s${shown}`, hint);
  }
  const verdict = classifyFailure({
    tool: end.tool,
    exitCode: end.exitCode,
    output: scope.log.tail,
    isAfterInstall: scope.session.hasInstalled,
  });
  const rule = verdict.line === null ? verdict.kind : `${verdict.kind}, ${verdict.rule}: ${verdict.line}`;
  const because = verdict.kind === "unknown" && verdict.line === null ? "" : ` (${rule})`;
  const message = `\`${command}\` ${why}${because}${shown}`;
  return { code: "CANARY_TOOL_FAILED", message, hint: verdict.hint, verdict };
}

function problem(code: StepProblem["code"], message: string, hint: string): StepProblem {
  return { code, message, hint, verdict: null };
}

function notStarted({ tool, startError, command }: ToolEnd): StepProblem {
  if (startError === "ENOENT") {
    const message = `The program "${tool}" was not found on PATH; it is needed for \`${shellLine(command)}\``;
    return problem(
      "CANARY_TOOL_NOT_FOUND",
      message,
      `Install ${tool}, or correct PATH, then run the same command again`,
    );
  }
  const message = `The program "${tool}" could not be started: ${startError ?? "unknown"}`;
  return problem("CANARY_TOOL_FAILED", message, "Make it an executable program for this machine");
}
