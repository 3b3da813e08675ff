import { parsePriority, parseTaskStatus, PRIORITIES, TASK_KINDS, TASK_STATUSES } from "@canary/core";
import type { Priority, TaskKind, TaskStatus } from "@canary/core";
import { findPhase } from "@canary/project/tasks";
import type { StoreSnapshot, TaskFilter } from "@canary/project/tasks";
import type { CommandInput, OptionSpec } from "../../command.ts";
import { parseChoices } from "../../dispatch/parse-choices.ts";
import { parseSince } from "../../dispatch/parse-since.ts";
import { documentOption } from "./document-option.ts";

/** What tasks can be selected by. */
export const FILTER_OPTIONS: readonly OptionSpec[] = [
  { name: "phase", value: "PHASE", description: "of this phase: its number, id, or a prefix of the id" },
  {
    name: "status",
    value: "STATUS",
    description: `with one of these statuses (${TASK_STATUSES.join(", ")})`,
    isList: true,
  },
  {
    name: "priority",
    value: "PRIORITY",
    description: `with one of these priorities (${PRIORITIES.join(", ")})`,
    isList: true,
  },
  {
    name: "kind",
    value: "KIND",
    description: "of one of these kinds; task is the default",
    choices: [...TASK_KINDS, "all"],
    isList: true,
  },
  {
    name: "tag",
    value: "TAG",
    description: "with one of these tags (`#backend`, `Tags: a, b`)",
    isList: true,
  },
  {
    name: "owner",
    value: "NAME",
    description: "that one of these owns, has claimed, or is named for in the document",
    isList: true,
  },
  { name: "ready", description: "that could start now" },
  { name: "blocked", description: "that wait for another" },
  {
    name: "changed-since",
    value: "TIME",
    description: "changed since then: 2h, 3d, 2026-11-21, a whole time",
  },
  { name: "search", value: "TEXT", description: "whose id, title, aliases or details hold all these words" },
  { name: "document", value: "ID", description: "of this document; all for every one" },
];

/** The filter that the options mean. */
export function readFilter(
  input: CommandInput,
  snapshot: Pick<StoreSnapshot, "phases" | "defaultDocument">,
  now: number,
): TaskFilter {
  const phase = input.value("phase");
  const document = documentOption(input);
  const since = input.value("changed-since");
  const search = input.value("search");
  return {
    ...(phase === undefined ? {} : { phase: findPhase(snapshot, phase, document).id }),
    ...(document === undefined ? {} : { document }),
    ...readLists(input),
    kind: readKinds(input),
    ...(input.flag("ready") ? { ready: true } : {}),
    ...(input.flag("blocked") ? { blocked: true } : {}),
    ...(since === undefined ? {} : { changedSince: parseSince("changed-since", since, now) }),
    ...(search === undefined ? {} : { search }),
  };
}

function readLists(input: CommandInput): Pick<TaskFilter, "status" | "priority" | "tag" | "owner"> {
  const status = parseChoices<TaskStatus>(input.values("status"), {
    name: "status",
    parse: parseTaskStatus,
    known: TASK_STATUSES,
  });
  const priority = parseChoices<Priority>(input.values("priority"), {
    name: "priority",
    parse: parsePriority,
    known: PRIORITIES,
  });
  const [tag, owner] = [input.values("tag"), input.values("owner")];
  return {
    ...(status.length === 0 ? {} : { status }),
    ...(priority.length === 0 ? {} : { priority }),
    ...(tag.length === 0 ? {} : { tag }),
    ...(owner.length === 0 ? {} : { owner }),
  };
}

function readKinds(input: CommandInput): readonly TaskKind[] {
  const kinds = input.values("kind");
  if (kinds.includes("all")) return TASK_KINDS;
  return TASK_KINDS.filter((kind: TaskKind) => (kinds.length === 0 ? kind === "task" : kinds.includes(kind)));
}
