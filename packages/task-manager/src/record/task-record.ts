import type { Priority, TaskKind, TaskStatus } from "@canary/core";

/** Who holds a task, and until when (RFC 3339, UTC). */
export interface TaskClaim {
  readonly by: string;
  readonly until: string;
}

/** The last try of a task by a run; makes a repeated transition recognisable. */
export interface RecordedRun {
  readonly id: string;
  readonly attempt: number;
  readonly status: TaskStatus;
}

/** One line of tasks.json. Empty lists are left out; fields that this version does not know are kept. */
export interface TaskRecord {
  readonly id: string;
  readonly document: string;
  readonly status: TaskStatus;
  readonly message?: string;
  readonly updatedAt: string;
  readonly owner?: string;
  readonly note?: string;
  readonly claim?: TaskClaim;
  /** Ids of the events that hold the latest evidence, by environment. */
  readonly evidence?: Readonly<Record<string, string>>;
  readonly run?: RecordedRun;
  readonly title: string;
  readonly kind: TaskKind;
  readonly phase: string | null;
  readonly section?: readonly string[];
  readonly priority: Priority;
  readonly aliases?: readonly string[];
  readonly dependencies?: readonly string[];
  readonly details?: readonly string[];
  /** What else the document says of it: `owner`, `tag`, `due`, `estimate` … */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** The status that the document itself gave when it was last parsed. */
  readonly box: TaskStatus;
  /** Line and column count from 1, offset in bytes from 0, in the document's file. */
  readonly source: { readonly line: number; readonly column: number; readonly offset: number };
  /** Hash of the source line with its box emptied; present where the merge was given the file's bytes. */
  readonly lineHash?: string;
  /** When it left the document; absent while it is in it. */
  readonly archivedAt?: string;
  /** Id of the last event about this task. */
  readonly event: string;
}

const FIELD_ORDER: readonly (keyof TaskRecord)[] = [
  "id",
  "document",
  "status",
  "message",
  "updatedAt",
  "owner",
  "note",
  "claim",
  "evidence",
  "run",
  "title",
  "kind",
  "phase",
  "section",
  "priority",
  "aliases",
  "dependencies",
  "details",
  "attributes",
  "box",
  "source",
  "lineHash",
  "archivedAt",
  "event",
];

const KNOWN = new Set<string>(FIELD_ORDER);

/** The record as one line of JSON: known fields in their fixed order, unknown ones behind them, empty lists left out. */
export function formatRecord(record: TaskRecord): string {
  const fields: Record<string, unknown> = {};
  for (const name of FIELD_ORDER) {
    const value = record[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    fields[name] = value;
  }
  for (const [name, value] of Object.entries(record)) if (!KNOWN.has(name)) fields[name] = value;
  return JSON.stringify(fields);
}

/** One name for a record among all documents. */
export function recordKey(document: string, id: string): string {
  return `${document}\n${id}`;
}
