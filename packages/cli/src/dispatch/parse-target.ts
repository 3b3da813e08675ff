import { CanaryError, nearest } from "@canary/core";
import type { RunTarget } from "@canary/project";
import type { ArgumentSpec } from "../command.ts";

const TARGETS = ["phase", "task", "all"] as const;

/** How a target is written: `phase PHASE`, `task ID…` or `all`. */
export const TARGET_ARGUMENT: ArgumentSpec = {
  name: "target",
  description: "`phase PHASE` (number, id or prefix), `task ID…` (ids, aliases or prefixes) or `all`",
  isList: true,
};

/** The target that these words name, or undefined for no word. Throws CANARY_USAGE. */
export function parseTarget(words: readonly string[], command: string): RunTarget | undefined {
  const [kind, ...names] = words;
  if (kind === undefined) return undefined;
  if (kind === "phase") return { phase: only(names, command) };
  if (kind === "task" && names.length > 0) return { tasks: names };
  if (kind === "all" && names.length === 0) return { all: true };
  throw new CanaryError(problemOf(kind, names, command), {
    code: "CANARY_USAGE",
    hint: hintOf(kind, command),
  });
}

function only(names: readonly string[], command: string): string {
  const [name] = names;
  if (name !== undefined && names.length === 1) return name;
  throw new CanaryError(`\`${command} phase\` takes exactly one phase, found ${names.length}`, {
    code: "CANARY_USAGE",
    hint: `For example: ${command} phase infra`,
  });
}

function problemOf(kind: string, names: readonly string[], command: string): string {
  if (kind === "task") return `\`${command} task\` needs at least one task`;
  if (kind === "all") return `\`${command} all\` does not know what to do with "${names.join(" ")}"`;
  return `\`${command}\` does not know what to do with "${kind}"`;
}

function hintOf(kind: string, command: string): string {
  if (kind === "task") return `For example: ${command} task infra-cluster`;
  const like = nearest(kind, TARGETS)[0];
  const suggestion = like === undefined || kind === "all" ? "" : `Did you mean ${like}? `;
  return `${suggestion}Use ${command} phase PHASE, ${command} task ID… or ${command} all.`;
}
