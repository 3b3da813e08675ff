import { PRIORITIES, TASK_KINDS, TASK_STATUSES } from "@canary/core";
import type { TaskRecord } from "./task-record.ts";

const STATUSES: ReadonlySet<unknown> = new Set(TASK_STATUSES);
const KINDS: ReadonlySet<unknown> = new Set(TASK_KINDS);
const LEVELS: ReadonlySet<unknown> = new Set(PRIORITIES);

const isText = (value: unknown): boolean => typeof value === "string";
const isName = (value: unknown): boolean => typeof value === "string" && value !== "";
function isTexts(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const item of value) if (typeof item !== "string") return false;
  return true;
}
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Rule {
  readonly field: string;
  readonly expected: string;
  readonly isOptional?: true;
  readonly test: (value: unknown) => boolean;
}

const RULES: readonly Rule[] = [
  { field: "id", expected: "a name", test: isName },
  { field: "document", expected: "a name", test: isName },
  { field: "status", expected: `one of ${TASK_STATUSES.join(", ")}`, test: (value) => STATUSES.has(value) },
  { field: "box", expected: `one of ${TASK_STATUSES.join(", ")}`, test: (value) => STATUSES.has(value) },
  { field: "title", expected: "a text", test: isText },
  { field: "kind", expected: `one of ${TASK_KINDS.join(", ")}`, test: (value) => KINDS.has(value) },
  { field: "phase", expected: "a phase id or null", test: (value) => value === null || isText(value) },
  { field: "priority", expected: `one of ${PRIORITIES.join(", ")}`, test: (value) => LEVELS.has(value) },
  { field: "updatedAt", expected: "a time", test: isText },
  { field: "event", expected: "an event id", test: isText },
  { field: "source", expected: "line, column and offset", test: isPlace },
  { field: "section", expected: "a list of texts", isOptional: true, test: isTexts },
  { field: "aliases", expected: "a list of texts", isOptional: true, test: isTexts },
  { field: "dependencies", expected: "a list of ids", isOptional: true, test: isTexts },
  { field: "details", expected: "a list of texts", isOptional: true, test: isTexts },
  {
    field: "attributes",
    expected: "lists of texts by name",
    isOptional: true,
    test: isTextListsByName,
  },
  { field: "message", expected: "a text", isOptional: true, test: isText },
  { field: "owner", expected: "a text", isOptional: true, test: isText },
  { field: "note", expected: "a text", isOptional: true, test: isText },
  { field: "lineHash", expected: "a text", isOptional: true, test: isText },
  { field: "archivedAt", expected: "a time", isOptional: true, test: isText },
  { field: "evidence", expected: "event ids by environment", isOptional: true, test: isTextsByName },
  { field: "claim", expected: "by and until", isOptional: true, test: isClaim },
  { field: "run", expected: "id, attempt and status", isOptional: true, test: isRun },
];

function isPlace(value: unknown): boolean {
  return isObject(value) && isCount(value["line"]) && isCount(value["column"]) && isCount(value["offset"]);
}

function isTextsByName(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isText);
}

function isTextListsByName(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isTexts);
}

function isClaim(value: unknown): boolean {
  return isObject(value) && isName(value["by"]) && isName(value["until"]);
}

function isRun(value: unknown): boolean {
  return isObject(value) && isName(value["id"]) && isCount(value["attempt"]) && STATUSES.has(value["status"]);
}

/**
 * Whether `value` is a task record; the same rules as `recordFault` gives reasons for, written out because this runs for
 * every task at every start.
 */
export function isTaskRecord(value: unknown): value is TaskRecord {
  if (!isObject(value)) return false;
  const record = value as Fields;
  return (
    hasValidNames(record) &&
    hasValidContent(record) &&
    hasValidLists(record) &&
    hasValidState(record) &&
    hasValidNotes(record)
  );
}

type Fields = Partial<Record<keyof TaskRecord, unknown>>;

function hasValidNames({ id, document, event, updatedAt, status, box }: Fields): boolean {
  return (
    typeof id === "string" &&
    id !== "" &&
    typeof document === "string" &&
    document !== "" &&
    typeof event === "string" &&
    typeof updatedAt === "string" &&
    STATUSES.has(status) &&
    STATUSES.has(box)
  );
}

function hasValidContent({ title, kind, phase, priority, source }: Fields): boolean {
  return (
    typeof title === "string" &&
    KINDS.has(kind) &&
    (phase === null || typeof phase === "string") &&
    LEVELS.has(priority) &&
    isPlace(source)
  );
}

function hasValidLists({ section, aliases, dependencies, details, attributes }: Fields): boolean {
  return (
    (section === undefined || isTexts(section)) &&
    (aliases === undefined || isTexts(aliases)) &&
    (dependencies === undefined || isTexts(dependencies)) &&
    (details === undefined || isTexts(details)) &&
    (attributes === undefined || isTextListsByName(attributes))
  );
}

function hasValidState({ message, claim, evidence, run, archivedAt }: Fields): boolean {
  return (
    (message === undefined || typeof message === "string") &&
    (archivedAt === undefined || typeof archivedAt === "string") &&
    (evidence === undefined || isTextsByName(evidence)) &&
    (claim === undefined || isClaim(claim)) &&
    (run === undefined || isRun(run))
  );
}

function hasValidNotes({ owner, note, lineHash }: Fields): boolean {
  return (
    (owner === undefined || typeof owner === "string") &&
    (note === undefined || typeof note === "string") &&
    (lineHash === undefined || typeof lineHash === "string")
  );
}

/** Why `value` is no task record, or undefined when it is one. Unknown fields are no fault. */
export function recordFault(value: unknown): string | undefined {
  if (!isObject(value)) return "is no object";
  for (const { field, expected, isOptional, test } of RULES) {
    const found = value[field];
    if (found === undefined && isOptional === true) continue;
    if (!test(found)) return `"${field}" is ${describe(found)}, expected ${expected}`;
  }
  return undefined;
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
