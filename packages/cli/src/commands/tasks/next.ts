import { CanaryError, envelope } from "@canary/core";
import { explainNext } from "@canary/project/tasks";
import type { NextTask } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { Command, CommandInput, CommandResult } from "../../command.ts";
import { parseCount } from "../../dispatch/parse-count.ts";
import { TABLE_JSON_YAML } from "../../output/format.ts";
import { renderNext } from "../../output/render-next.ts";
import { readContextTasks } from "../../read-context-tasks.ts";
import { claimNext } from "./claim-next.ts";
import { documentOption } from "./document-option.ts";

const DEFAULT_LIMIT = 5;

/** `canary tasks next`: what could start now, most urgent first; with --claim the first of it is taken. */
export const tasksNextCommand: Command = {
  path: ["tasks", "next"],
  summary: "what could start now, most urgent first; --claim takes it",
  description:
    "Ready tasks that nobody claimed, ordered by the length of what waits behind them (the critical path first), then priority, then document order. With --claim the first is taken, so that nobody else gets it before the claim ends: of processes that ask at once each gets another one.",
  arguments: [],
  options: [
    { name: "limit", value: "N", description: `at most this many; ${DEFAULT_LIMIT} is the default` },
    { name: "explain", description: "say for each why it stands where it stands" },
    { name: "claim", description: "take the first one" },
    { name: "by", value: "NAME", description: "in whose name to claim; user@host when left out" },
    { name: "ttl", value: "DURATION", description: "when the claim ends (90s, 10m, 2h); 10m is the default" },
    { name: "document", value: "ID", description: "of this document; all for every one" },
  ],
  formats: TABLE_JSON_YAML,
  examples: [
    "canary tasks next",
    "canary tasks next --explain",
    "canary tasks next --claim --by agent-7 --ttl 30m -o json",
  ],
  run: (input, context) => {
    checkOptions(input);
    if (input.flag("claim")) return claimNext(input, context);
    return listNext(input, context);
  },
};

function listNext(input: CommandInput, context: CliContext): CommandResult {
  const snapshot = readContextTasks(context);
  const limit = parseCount(input.value("limit"), { option: "limit", fallback: DEFAULT_LIMIT, least: 1 });
  const document = documentOption(input);
  const ready = explainNext(snapshot, document === undefined ? {} : { document });
  const first = ready.slice(0, limit);
  return {
    document: documentOf(first, ready.length, input),
    text: () =>
      renderNext(
        { tasks: first, total: ready.length, snapshot, isExplained: input.flag("explain") },
        context,
      ),
  };
}

function documentOf(
  first: readonly NextTask[],
  total: number,
  input: CommandInput,
): NonNullable<CommandResult["document"]> {
  if (input.flag("explain")) return envelope("NextTasks", { total, tasks: first });
  return envelope("TaskList", { total, tasks: first.map(({ task }) => task) });
}

function checkOptions(input: CommandInput): void {
  const without = ["by", "ttl"].find((name) => input.given(name));
  if (without !== undefined && !input.flag("claim")) {
    throw new CanaryError(`--${without} says how to claim, and nothing is claimed`, {
      code: "CANARY_USAGE",
      hint: "Add --claim, or leave it out.",
    });
  }
  const beside = ["limit", "explain"].find((name) => input.given(name));
  if (beside !== undefined && input.flag("claim")) {
    throw new CanaryError(`--claim takes one task; it does not go with --${beside}`, {
      code: "CANARY_USAGE",
      hint: `Leave out --${beside}.`,
    });
  }
}
