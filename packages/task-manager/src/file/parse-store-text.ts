import { isTaskRecord, recordFault } from "../record/record-fault.ts";
import { recordKey } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { migrateRecord } from "../migrate/migrations.ts";
import type { Fields } from "../migrate/migrations.ts";
import { checkHeader, parseHeader } from "./parse-header.ts";
import { damagedError } from "./store-errors.ts";
import { SCHEMA_VERSION, TASKS_MARKER } from "./store-file.ts";
import type { DamagedLine, StoreFile } from "./store-file.ts";

/**
 * The store that `text` holds. A record that cannot be used is set aside as `damaged` with its line; a header that
 * cannot be used throws CANARY_STORE_DAMAGED or CANARY_STORE_NEWER. `file` is only named in problems.
 */
export function parseStoreText(text: string, file: string): StoreFile {
  return parseWhole(text, file) ?? parseLines(text, file);
}

/** The fast way: one JSON.parse; undefined where anything is wrong with a record, so that lines are looked at singly. */
function parseWhole(text: string, file: string): StoreFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { tasks, ...rest } =
    typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const { header, version } = checkHeader(rest, file);
  if (!Array.isArray(tasks)) throw damagedError(file, 1, "the list of tasks is missing");
  const records = version === SCHEMA_VERSION ? tasks : tasks.map((record) => toPresent(record, version));
  const isOnlyOne = header.documents.length === 1;
  const seen = new Set<string>();
  for (const record of records) {
    if (!isTaskRecord(record)) return undefined;
    seen.add(isOnlyOne ? record.id : recordKey(record.document, record.id));
  }
  return seen.size === records.length ? { version, header, records, damaged: [] } : undefined;
}

/** A record of an older version as the present one has it; what is no record stays what it is. */
function toPresent(value: unknown, version: number): unknown {
  if (version === SCHEMA_VERSION || typeof value !== "object" || value === null) return value;
  return migrateRecord(value as Fields, version);
}

function parseLines(text: string, file: string): StoreFile {
  const lf = text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
  const marker = lf.indexOf(TASKS_MARKER);
  if (marker === -1) throw damagedError(file, 1, 'there is no line `"tasks": [`');
  const head = lf.slice(0, marker);
  const { header, version } = parseHeader(head, file);
  const firstLine = head.split("\n").length + 2;
  const collected = collectRecords(lf.slice(marker + TASKS_MARKER.length).split("\n"), {
    file,
    firstLine,
    version,
  });
  return { version, header, ...collected };
}

interface Place {
  readonly file: string;
  readonly firstLine: number;
  readonly version: number;
}

function collectRecords(
  lines: readonly string[],
  { file, firstLine, version }: Place,
): Pick<StoreFile, "records" | "damaged"> {
  const records = new Map<string, TaskRecord>();
  const damaged: DamagedLine[] = [];
  let isClosed = false;
  for (const [index, line] of lines.entries()) {
    const content = line.trim().replace(/,$/, "");
    if (content === "" || content === "}") continue;
    if (content === "]") {
      isClosed = true;
      continue;
    }
    const place = { file, line: firstLine + index, text: content };
    const found = readRecord(content, version);
    if (typeof found === "string") damaged.push({ ...place, reason: found });
    else damaged.push(...keepNewer(records, found, place));
  }
  if (!isClosed)
    damaged.push({ file, line: firstLine + lines.length - 1, reason: "the file ends too early", text: "" });
  return { records: [...records.values()], damaged };
}

function readRecord(content: string, version: number): TaskRecord | string {
  let value: unknown;
  try {
    value = toPresent(JSON.parse(content), version);
  } catch {
    return /^(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)/.test(content)
      ? "an unresolved merge conflict"
      : "the record is not valid JSON";
  }
  const fault = recordFault(value);
  return fault === undefined ? (value as TaskRecord) : `the record's ${fault}`;
}

/** Of two records for one task the one with the later event counts; the other is reported. */
function keepNewer(
  records: Map<string, TaskRecord>,
  record: TaskRecord,
  place: Omit<DamagedLine, "reason">,
): readonly DamagedLine[] {
  const key = recordKey(record.document, record.id);
  const earlier = records.get(key);
  if (earlier === undefined || record.event > earlier.event) records.set(key, record);
  if (earlier === undefined) return [];
  return [{ ...place, reason: `a second record for ${record.id}; the one with the later event counts` }];
}
