import type { DocumentRecord } from "../record/document-record.ts";
import { formatRecord } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";

/** The version of the format that this code writes; docs/task-store.md describes it. */
export const SCHEMA_VERSION = 1;

/** The line after which records follow, one a line. */
export const TASKS_MARKER = '\n"tasks": [\n';

/** What stands before the records. Fields that this version does not know are kept. */
export interface StoreHeader {
  readonly schemaVersion: number;
  readonly defaultDocument: string;
  readonly documents: readonly DocumentRecord[];
}

/** Something in the store that could not be used; everything else still works. */
export interface StoreProblem {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly reason: string;
}

/** A problem with the text it is about, so that nothing is lost when it is set aside. */
export interface DamagedLine extends StoreProblem {
  readonly text: string;
}

/** What tasks.json says; records of archived tasks included. */
export interface StoreContent {
  readonly header: StoreHeader;
  readonly records: readonly TaskRecord[];
}

/** What was read of tasks.json. */
export interface StoreFile extends StoreContent {
  /** The version of the file; its content is already as the present version has it. */
  readonly version: number;
  readonly damaged: readonly DamagedLine[];
}

/** A store before its first document. */
export const EMPTY_CONTENT: StoreContent = {
  header: { schemaVersion: SCHEMA_VERSION, defaultDocument: "", documents: [] },
  records: [],
};

/** tasks.json as text: the header's fields, then one record a line with a blank line between. */
export function formatStoreFile({ header, records }: StoreContent): string {
  const { schemaVersion, defaultDocument, documents, ...unknown } = header;
  const fields = [
    `"schemaVersion": ${schemaVersion}`,
    `"defaultDocument": ${JSON.stringify(defaultDocument)}`,
    ...Object.entries(unknown).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`),
    `"documents": [\n${documents.map((document) => JSON.stringify(document)).join(",\n\n")}\n]`,
  ];
  const lines = records.map((record) => formatRecord(record)).join(",\n\n");
  return `{\n${fields.join(",\n")},${TASKS_MARKER}${lines}${lines === "" ? "" : "\n"}]\n}\n`;
}
