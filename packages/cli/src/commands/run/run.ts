import { resolve } from "node:path";
import { CanaryError } from "@canary/core";
import type { RunTarget } from "@canary/project";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput } from "../../command.ts";
import { parseTarget, TARGET_ARGUMENT } from "../../dispatch/parse-target.ts";
import { executeRun } from "./execute-run.ts";
import { RUN_OPTIONS } from "./run-options.ts";

/** `canary run phase P`, `canary run task ID…`, `canary run all`, `canary run --ready`: check, run and verify. */
export const runCommand: Command = {
  path: ["run"],
  summary: "check, run and verify the tasks of a phase, some tasks, or all",
  description:
    "For each task, in order: check whether it is already so, run it where it is not, verify it. A task is completed only after its verification passed. After a failure the rest is blocked; run it again to continue there.",
  arguments: [TARGET_ARGUMENT],
  options: RUN_OPTIONS,
  formats: ["table", "json", "yaml", "jsonl"],
  examples: [
    "canary run phase infra",
    "canary run phase infra --dry-run",
    "canary run phase infra --yes -o json",
    "canary run task infra-rollouts infra-proof",
    "canary run --ready",
    "canary run --plan plan.json",
    "canary run --resume",
    "canary run --resume=01K9ZQ",
    "canary run undo phase infra --yes",
  ],
  run: (input, context) => {
    if (input.flag("resume")) return executeRun(resumeSource(input), input, context);
    const [first, ...rest] = input.words;
    const isUndo = first === "undo";
    const target = parseTarget(isUndo ? rest : input.words, isUndo ? "canary run undo" : "canary run");
    const plan = input.value("plan");
    if (plan !== undefined) return executeRun(planTarget(plan, input, context), input, context);
    return executeRun(target ?? defaultTarget(input.flag("ready")), input, context);
  },
};

/** A run that goes on has its plan; `canary run --resume[=RUN]` or `canary run --resume RUN`. */
function resumeSource(input: CommandInput): { readonly resume: string | undefined } {
  const named = input.value("resume");
  const [run, ...others] = [...(isName(named) ? [named] : []), ...input.words];
  const other = [...others, ...choicesIn(input, ["plan"])];
  if (other.length === 0) return { resume: run };
  throw new CanaryError(
    `\`canary run --resume\` goes on with the plan of a run; found ${other.join(" ")} as well`,
    {
      code: "CANARY_USAGE",
      hint: "Leave that out, or begin a new run.",
    },
  );
}

/** Alone, or as `CANARY_RESUME=1`, the option means the latest run. */
function isName(value: string | undefined): value is string {
  return value !== undefined && value !== "" && value !== "1" && value !== "true";
}

/** A plan says itself what is to be run, and where. */
function planTarget(file: string, input: CommandInput, { cwd }: CliContext): { readonly plan: string } {
  const other = [...input.words, ...choicesIn(input)];
  if (other.length === 0) return { plan: resolve(cwd, file) };
  throw new CanaryError(`\`canary run --plan\` runs what the plan says; found ${other.join(" ")} as well`, {
    code: "CANARY_USAGE",
    hint: "Leave that out, or make another plan with it: canary plan … --out FILE.",
  });
}

/** Options on the command line that choose what is run, or where; a variable is a default that a plan overrules. */
function choicesIn(input: CommandInput, more: readonly string[] = []): readonly string[] {
  const names = ["ready", "env", "cluster", "from", "until", ...more];
  return names.filter((name) => input.given(name)).map((name) => `--${name}`);
}

function defaultTarget(isReady: boolean): RunTarget {
  if (isReady) return { all: true };
  throw new CanaryError("`canary run` needs to know what to run", {
    code: "CANARY_USAGE",
    hint: "Use canary run phase PHASE, canary run task ID…, canary run all or canary run --ready.",
  });
}
