import type { Command } from "../../command.ts";
import { executeRun } from "./execute-run.ts";
import { RUN_OPTIONS } from "./run-options.ts";

/** `canary run phase PHASE`: its tasks in order; each is checked, run where it is not so already, and verified. */
export const runPhaseCommand: Command = {
  path: ["run", "phase"],
  summary: "check, run and verify the tasks of a phase, in order",
  description:
    "For each task of the phase, in order: check whether it is already so, run it where it is not, verify it. A task is completed only after its verification passed. After a failure the rest is blocked; run it again to continue there.",
  arguments: [{ name: "phase", description: "number, id, or a prefix of the id", isRequired: true }],
  options: RUN_OPTIONS,
  formats: ["table", "json", "yaml", "jsonl"],
  examples: [
    "canary run phase infra",
    "canary run phase infra --dry-run",
    "canary run phase infra --yes -o json",
  ],
  run: (input, context) => executeRun({ phase: input.words[0] ?? "" }, input, context),
};
