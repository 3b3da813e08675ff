import { TASK_STATUSES } from "@canary/core";
import type { Task, TaskStatus } from "@canary/core";
import { parseHeader } from "../file/parse-header.ts";
import { SCHEMA_VERSION, TASKS_MARKER } from "../file/store-file.ts";
import { nextNumber, phaseCounters } from "../query/number-tasks.ts";
import type { PhaseCounter } from "../query/number-tasks.ts";
import type { StoredPhase } from "../snapshot/store-snapshot.ts";
import { RECORD_PATTERN } from "./record-pattern.ts";

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
}

/**
 * The rows of a store with one document, found in its text without parsing all of it: a third of the time that
 * `parseStoreText` takes. Undefined wherever anything is out of the ordinary (several documents, damage, an older version, fields of a
 * later one, another layout): then the text has to be parsed. Claims that ended by `now` (milliseconds since the epoch) are none.
 */
export function scanTasks(text: string, file: string, now: number): ScannedStore | undefined {
  const marker = text.indexOf(TASKS_MARKER);
  if (marker < 0) return undefined;
  const { header, version } = parseHeader(text.slice(0, marker), file);
  const [document] = header.documents;
  if (version !== SCHEMA_VERSION || document === undefined || header.documents.length > 1) return undefined;
  const phases = document.phases.map((phase) => ({ ...phase, document: document.id }));
  const { defaultDocument } = header;
  const reader = new RowReader(document.id, phaseCounters({ phases, defaultDocument }), now);
  const rows = reader.read(text, marker + TASKS_MARKER.length);
  return rows === undefined ? undefined : { defaultDocument, phases, rows };
}

/** A row keeps the word itself, not the copy of it that was found. */
const STATUSES: ReadonlyMap<string, TaskStatus> = new Map(TASK_STATUSES.map((status) => [status, status]));

/** What many rows have in common. */
interface SharedFields extends Pick<Task, "kind" | "phase" | "priority"> {
  readonly counter: PhaseCounter | undefined;
}

/** How every store ends. */
const END = "]\n}\n";

class RowReader {
  readonly #document: string;
  readonly #counters: ReadonlyMap<string, PhaseCounter>;
  readonly #now: number;
  /** By their text: thousands of rows have one of a few, which is parsed once. */
  readonly #shared = new Map<string, SharedFields>();

  constructor(document: string, counters: ReadonlyMap<string, PhaseCounter>, now: number) {
    this.#document = document;
    this.#counters = counters;
    this.#now = now;
  }

  /** The rows of all records from there on; undefined where there is anything else. */
  read(text: string, start: number): readonly NumberedRow[] | undefined {
    const rows: NumberedRow[] = [];
    if (text.slice(start) === END) return rows;
    const seen = new Set<string>();
    let count = 0;
    RECORD_PATTERN.lastIndex = start;
    while (RECORD_PATTERN.lastIndex < text.length) {
      const match = RECORD_PATTERN.exec(text);
      if (match === null || match[2] !== this.#document) return undefined;
      count += 1;
      seen.add(match[1] ?? "");
      if (match[10] === undefined) rows.push(this.#toRow(match));
    }
    return text.endsWith(END) && seen.size === count ? rows : undefined;
  }

  #toRow(match: RegExpExecArray): NumberedRow {
    const title = match[7] ?? "";
    const fields = match[8] ?? "";
    const { kind, phase, priority, counter } = this.#shared.get(fields) ?? this.#share(fields);
    return {
      id: match[1] ?? "",
      status: STATUSES.get(match[3] ?? "") ?? "pending",
      title: readText(title),
      kind,
      phase,
      priority,
      number: counter === undefined ? undefined : nextNumber(counter),
      owner: this.#ownerOf(match),
    };
  }

  /** As `ownerOf` has it. */
  #ownerOf(match: RegExpExecArray): string | undefined {
    const owner = match[4];
    const until = match[6];
    const attributes = match[9];
    if (owner !== undefined) return readText(owner);
    if (until !== undefined && Date.parse(until) > this.#now) return match[5];
    return attributes?.includes('"owner":[') === true ? readOwners(attributes) : undefined;
  }

  #share(text: string): SharedFields {
    const { kind, phase, priority } = JSON.parse(`{${text}}`) as Omit<SharedFields, "counter">;
    const counter = kind === "task" && phase !== null ? this.#counters.get(phase) : undefined;
    const shared = { kind, phase, priority, counter };
    this.#shared.set(text, shared);
    return shared;
  }
}

function readText(json: string): string {
  return json.includes("\\") ? (JSON.parse(json) as string) : json.slice(1, -1);
}

/** The owners whom the document names, as a table shows them. */
function readOwners(attributes: string): string | undefined {
  return (JSON.parse(attributes) as { readonly owner?: readonly string[] }).owner?.join(", ");
}
