/** A header or a record as its version wrote it, unchecked. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes what one version wrote into what the next one writes; both functions are pure. Events are never rewritten: where
 * a record changes its shape, `applyEvents` has to understand the former one too.
 */
export interface Migration {
  /** All that stands beside the records. */
  readonly header: (header: Fields) => Fields;
  readonly record: (record: Fields) => Fields;
}

/** From version 0, a file without `schemaVersion`, to 1: the default document is named where it was not. */
const nameDefaultDocument: Migration = {
  header: (header) => {
    const { defaultDocument, documents } = header;
    if (defaultDocument !== undefined || !Array.isArray(documents)) return header;
    const first: unknown = documents[0];
    const hasId = typeof first === "object" && first !== null && "id" in first;
    return { ...header, defaultDocument: hasId ? first.id : "" };
  },
  record: (record) => record,
};

/** The one at place N makes version N into N + 1; the present version is as many as there are. */
export const MIGRATIONS: readonly Migration[] = [nameDefaultDocument];

/** A header of `version` as the present version has it. */
export function migrateHeader(header: Fields, version: number): Fields {
  return MIGRATIONS.slice(version).reduce((fields, migration) => migration.header(fields), header);
}

/** A record of `version` as the present version has it. */
export function migrateRecord(record: Fields, version: number): Fields {
  return MIGRATIONS.slice(version).reduce((fields, migration) => migration.record(fields), record);
}
