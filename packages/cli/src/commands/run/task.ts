import type { Command } from "../../command.ts";
import { executeRun } from "./execute-run.ts";
import { RUN_OPTIONS } from "./run-options.ts";

/** `canary run task ID…`: these tasks, each after those of them that it depends on. */
export const runTaskCommand: Command = {
  path: ["run", "task"],
  summary: "check, run and verify some tasks",
  arguments: [{ name: "id", description: "ids, aliases or unique prefixes", isRequired: true, isList: true }],
  options: RUN_OPTIONS,
  formats: ["table", "json", "yaml", "jsonl"],
  examples: ["canary run task infra-namespaces", "canary run task infra-rollouts infra-proof --dry-run"],
  run: (input, context) => executeRun({ tasks: input.words }, input, context),
};
