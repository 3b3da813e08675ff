import { damagedError } from "./store-errors.ts";
import { recordFault } from "../record/record-fault.ts";
import { formatRecord } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";

/** Where a record's JSON stands in the bytes of tasks.json: from `start` up to, not including, `end`. */
export interface RecordLine {
  readonly start: number;
  readonly end: number;
}

const NEWLINE = 10;
const COMMA = 44;

/** The line of one record, found by its first bytes without parsing the others; throws CANARY_STORE_DAMAGED if there are two. */
export function findRecordLine(
  bytes: Buffer,
  { document, id }: { readonly document: string; readonly id: string },
  file: string,
): RecordLine | undefined {
  const head = `\n{"id":${JSON.stringify(id)},"document":${JSON.stringify(document)},`;
  const found = bytes.indexOf(head);
  if (found === -1) return undefined;
  const start = found + 1;
  const newline = bytes.indexOf(NEWLINE, start);
  const lineEnd = newline === -1 ? bytes.length : newline;
  if (bytes.includes(head, lineEnd)) {
    throw damagedError(file, lineNumber(bytes, start), `there are two records for ${id}`);
  }
  return { start, end: bytes[lineEnd - 1] === COMMA ? lineEnd - 1 : lineEnd };
}

/** The record on a line; throws CANARY_STORE_DAMAGED with the line where it is none. */
export function readRecordLine(bytes: Buffer, { start, end }: RecordLine, file: string): TaskRecord {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8", start, end));
  } catch {
    throw damagedError(file, lineNumber(bytes, start), "the record is not valid JSON");
  }
  const fault = recordFault(value);
  if (fault !== undefined) throw damagedError(file, lineNumber(bytes, start), `the record's ${fault}`);
  return value as TaskRecord;
}

/** The bytes with these lines replaced, as pieces of the old bytes and the new lines between them. */
export function spliceRecords(
  bytes: Buffer,
  changes: readonly { readonly line: RecordLine; readonly record: TaskRecord }[],
): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let position = 0;
  for (const { line, record } of changes.toSorted((a, b) => a.line.start - b.line.start)) {
    chunks.push(bytes.subarray(position, line.start), Buffer.from(formatRecord(record)));
    position = line.end;
  }
  chunks.push(bytes.subarray(position));
  return chunks;
}

function lineNumber(bytes: Buffer, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(NEWLINE); at !== -1 && at < offset; at = bytes.indexOf(NEWLINE, at + 1))
    line += 1;
  return line;
}
