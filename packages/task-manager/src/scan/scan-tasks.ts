import { TASK_STATUSES } from "@canary/core";
import type { Task, TaskStatus } from "@canary/core";
import { parseHeader } from "../file/parse-header.ts";
import { SCHEMA_VERSION, TASKS_MARKER } from "../file/store-file.ts";
import { nextNumber, phaseCounters } from "../query/number-tasks.ts";
import type { PhaseCounter } from "../query/number-tasks.ts";
import type { StoredPhase } from "../snapshot/store-snapshot.ts";
import { recordPattern } from "./record-pattern.ts";

/** What a table shows of a task. */
export type TaskRow = Pick<Task, "id" | "title" | "kind" | "phase" | "priority" | "status">;

/** The same with what a table says where there is such a thing: its number, such as `2.3`, and its owner. */
export interface NumberedRow extends TaskRow {
  readonly number: string | undefined;
  readonly owner: string | undefined;
}

/** A store as a table shows it. */
export interface ScannedStore {
  readonly defaultDocument: string;
  readonly phases: readonly StoredPhase[];
  /** In document order, without the archived ones. */
  readonly rows: readonly NumberedRow[];
  /** Whether every text of theirs is known to be of printable ASCII alone. */
  readonly arePlain: boolean;
}

export interface ScanOptions {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Milliseconds since the epoch; claims that ended by then are none. */
  readonly now: number;
  /** Whether the text is known to be of printable ASCII and line ends alone, without a backslash. */
  readonly arePlain: boolean;
}

/**
 * The rows of a store with one document, found in its text without parsing all of it: a third of the time that
 * `parseStoreText` takes. Undefined wherever anything is out of the ordinary (several documents, damage, an older version, fields of a
 * later one, another layout): then the text has to be parsed.
 */
export function scanTasks(text: string, { file, now, arePlain }: ScanOptions): ScannedStore | undefined {
  const marker = text.indexOf(TASKS_MARKER);
  if (marker < 0) return undefined;
  const { header, version } = parseHeader(text.slice(0, marker), file);
  const [document] = header.documents;
  if (version !== SCHEMA_VERSION || document === undefined || header.documents.length > 1) return undefined;
  const phases = document.phases.map((phase) => ({ ...phase, document: document.id }));
  const { defaultDocument } = header;
  const rows = readRows(text, marker + TASKS_MARKER.length, {
    pattern: recordPattern(document.id),
    fieldsOf: sharedFieldsReader(phaseCounters({ phases, defaultDocument })),
    now,
    arePlain,
  });
  return rows === undefined ? undefined : { defaultDocument, phases, rows, arePlain };
}

/** A row keeps the word itself, not the copy of it that was found. */
const STATUSES: ReadonlyMap<string, TaskStatus> = new Map(TASK_STATUSES.map((status) => [status, status]));

/** What many rows have in common. */
interface SharedFields extends Pick<Task, "kind" | "phase" | "priority"> {
  readonly counter: PhaseCounter | undefined;
}

/** How every store ends. */
const END = "]\n}\n";

interface RowSource extends Pick<ScanOptions, "now" | "arePlain"> {
  readonly pattern: RegExp;
  readonly fieldsOf: (text: string) => SharedFields;
}

/**
 * The rows of all records from there on; undefined where there is anything else. Thousands of records are read before the
 * compiler has warmed up, so that each call in the loop counts.
 */
function readRows(text: string, start: number, source: RowSource): readonly NumberedRow[] | undefined {
  const { pattern } = source;
  const rows: NumberedRow[] = [];
  if (text.slice(start) === END) return rows;
  const seen = new Set<string>();
  let count = 0;
  pattern.lastIndex = start;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    count += 1;
    seen.add(match[1] ?? "");
    const isArchived = match[9] !== undefined;
    if (!isArchived) rows.push(rowOf(match, source));
  }
  return text.endsWith(END) && seen.size === count ? rows : undefined;
}

function rowOf(match: RegExpExecArray, { fieldsOf, now, arePlain }: RowSource): NumberedRow {
  const title = match[6] ?? "";
  const { kind, phase, priority, counter } = fieldsOf(match[7] ?? "");
  const isOwned = match[3] !== undefined || match[5] !== undefined || match[8] !== undefined;
  return {
    id: match[1] ?? "",
    status: STATUSES.get(match[2] ?? "") ?? "pending",
    title: arePlain ? title : readText(title),
    kind,
    phase,
    priority,
    number: counter === undefined ? undefined : nextNumber(counter),
    owner: isOwned ? ownerIn(match, now) : undefined,
  };
}

/** As `ownerOf` has it. */
function ownerIn(match: RegExpExecArray, now: number): string | undefined {
  const [, , , owner, claimedBy, until, , , attributes] = match;
  if (owner !== undefined) return readText(owner);
  if (until !== undefined && Date.parse(until) > now) return claimedBy;
  return attributes?.includes('"owner":[') === true ? readOwners(attributes) : undefined;
}

/** Reads the fields that many rows have in common, each text of them once. */
function sharedFieldsReader(counters: ReadonlyMap<string, PhaseCounter>): (text: string) => SharedFields {
  const known = new Map<string, SharedFields>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const { kind, phase, priority } = JSON.parse(`{${text}}`) as Omit<SharedFields, "counter">;
    const counter = kind === "task" && phase !== null ? counters.get(phase) : undefined;
    const shared = { kind, phase, priority, counter };
    known.set(text, shared);
    return shared;
  };
}

/** What stands between the quotes of a JSON text. */
function readText(characters: string): string {
  return characters.includes("\\") ? (JSON.parse(`"${characters}"`) as string) : characters;
}

/** The owners whom the document names, as a table shows them. */
function readOwners(attributes: string): string | undefined {
  return (JSON.parse(attributes) as { readonly owner?: readonly string[] }).owner?.join(", ");
}
