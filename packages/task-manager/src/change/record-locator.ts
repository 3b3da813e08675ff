import { findRecordLine, readRecordLine } from "../file/record-lines.ts";
import type { RecordLine } from "../file/record-lines.ts";
import { parseStoreText } from "../file/parse-store-text.ts";
import { findTask } from "../query/find-task.ts";
import type { TaskRecord } from "../record/task-record.ts";
import { createSnapshot } from "../snapshot/create-snapshot.ts";
import type { OpenBytes } from "../write/open-bytes.ts";

export interface LocatedRecord {
  readonly line: RecordLine;
  readonly record: TaskRecord;
}

/** Finds records in the bytes of a store, each parsed only when asked for. */
export interface RecordLocator {
  find(document: string, id: string): LocatedRecord | undefined;
  has(document: string, id: string): boolean;
  /** By id, `document:id`, alias, number or unique prefix. Throws CANARY_TASK_UNKNOWN and CANARY_TASK_AMBIGUOUS. */
  resolve(text: string): LocatedRecord;
  /** The same for several; each record once. */
  resolveAll(texts: readonly string[]): readonly LocatedRecord[];
}

/** A locator over these bytes; `file` is named in errors. */
export function createRecordLocator({ bytes, header }: OpenBytes, file: string): RecordLocator {
  const lineOf = (document: string, id: string): RecordLine | undefined =>
    findRecordLine(bytes, { document, id }, file);
  const find = (document: string, id: string): LocatedRecord | undefined => {
    const line = lineOf(document, id);
    return line === undefined ? undefined : { line, record: readRecordLine(bytes, line, file) };
  };
  const findExact = (text: string): LocatedRecord | undefined => {
    const inDefault = find(header.defaultDocument, text);
    if (inDefault !== undefined) return inDefault;
    const named = header.documents.find(({ id }) => text.startsWith(`${id}:`));
    const inNamed = named === undefined ? undefined : find(named.id, text.slice(named.id.length + 1));
    if (inNamed !== undefined) return inNamed;
    const others = header.documents.filter(({ id }) => id !== header.defaultDocument);
    const found = others.flatMap(({ id }) => find(id, text) ?? []);
    return found.length === 1 ? found[0] : undefined;
  };
  const resolveSlowly = (text: string): LocatedRecord => {
    const task = findTask(createSnapshot(parseStoreText(bytes.toString("utf8"), file), 0), text);
    const located = find(task.document, task.localId);
    if (located === undefined) throw new Error(`no line for ${task.document}:${task.localId}`);
    return located;
  };
  const resolve = (text: string): LocatedRecord => findExact(text) ?? resolveSlowly(text);
  return {
    find,
    has: (document, id) => lineOf(document, id) !== undefined,
    resolve,
    resolveAll: (texts) => [
      ...new Map(texts.map((text) => resolve(text)).map((located) => [located.line.start, located])).values(),
    ],
  };
}
