import type { StoreFile, StoreHeader } from "../file/store-file.ts";
import { recordKey } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";
import type { StoredPhase, StoredTask, StoreSnapshot } from "./store-snapshot.ts";
import { createTaskNames } from "./task-names.ts";
import type { TaskNames } from "./task-names.ts";

/** What readers see of a store's file at `now` (milliseconds since the epoch): claims that ended by then are none. */
export function createSnapshot(file: StoreFile, now: number): StoreSnapshot {
  const { header, records, damaged } = file;
  const keys =
    header.documents.length > 1
      ? new Set(records.map(({ document, id }) => recordKey(document, id)))
      : new Set<string>();
  const names = createTaskNames(header, (document, id) => keys.has(recordKey(document, id)));
  const toTask = createTaskReader(header, names, now);
  const tasks: StoredTask[] = [];
  const archived: StoredTask[] = [];
  for (const record of records) (record.archivedAt === undefined ? tasks : archived).push(toTask(record));
  return {
    documents: header.documents,
    defaultDocument: header.defaultDocument,
    phases: header.documents.flatMap((document) =>
      document.phases.map((phase): StoredPhase => ({
        ...phase,
        id: names.phaseName(document.id, phase.id),
        document: document.id,
      })),
    ),
    tasks,
    archived,
    problems: damaged.map(({ file, line, reason }) => ({ file, line, reason })),
  };
}

/** Turns records into tasks: lists filled in, names unique, the source's file named. */
export function createTaskReader(
  header: StoreHeader,
  names: TaskNames,
  now: number,
): (record: TaskRecord) => StoredTask {
  const files = new Map(header.documents.map(({ id, file }) => [id, file]));
  return (record) => ({
    id: names.taskName(record.document, record.id),
    aliases: record.aliases ?? [],
    title: record.title,
    kind: record.kind,
    phase: record.phase === null ? null : names.phaseName(record.document, record.phase),
    section: record.section ?? [],
    priority: record.priority,
    status: record.status,
    dependencies: (record.dependencies ?? []).map((id) => names.taskName(record.document, id)),
    details: record.details ?? [],
    source: { file: files.get(record.document) ?? "", ...record.source },
    document: record.document,
    updatedAt: record.updatedAt,
    ...(record.message === undefined ? undefined : { message: record.message }),
    ...(record.evidence === undefined ? undefined : { evidence: record.evidence }),
    localId: record.id,
    ...optionalFields(record, now),
    event: record.event,
  });
}

function optionalFields(
  { owner, note, claim, run }: TaskRecord,
  now: number,
): Pick<StoredTask, "owner" | "note" | "claim" | "run"> {
  return {
    ...(owner === undefined ? undefined : { owner }),
    ...(note === undefined ? undefined : { note }),
    ...(claim === undefined || Date.parse(claim.until) <= now ? undefined : { claim }),
    ...(run === undefined ? undefined : { run }),
  };
}
