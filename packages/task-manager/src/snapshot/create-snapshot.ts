import type { StoreFile, StoreHeader } from "../file/store-file.ts";
import { recordKey } from "../record/task-record.ts";
import type { TaskRecord } from "../record/task-record.ts";
import type { StoredPhase, StoredTask, StoreSnapshot } from "./store-snapshot.ts";
import { createTaskNames } from "./task-names.ts";
import type { TaskNames } from "./task-names.ts";

/** What readers see of a store's file at `now` (milliseconds since the epoch): claims that ended by then are none. */
export function createSnapshot(file: Omit<StoreFile, "version">, now: number): StoreSnapshot {
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
  const namesOf = (document: string, ids: readonly string[]): readonly string[] =>
    names.isPlain || ids.length === 0 ? ids : ids.map((id) => names.taskName(document, id));
  return (record) => {
    const { document, phase, source, dependencies } = record;
    const { line, column, offset } = source;
    const task: Writable<StoredTask> = {
      id: names.taskName(document, record.id),
      aliases: record.aliases ?? NONE,
      title: record.title,
      kind: record.kind,
      phase: phase === null ? null : names.phaseName(document, phase),
      section: record.section ?? NONE,
      priority: record.priority,
      status: record.status,
      dependencies: namesOf(document, dependencies ?? NONE),
      details: record.details ?? NONE,
      source: { file: files.get(document) ?? "", line, column, offset },
      document,
      updatedAt: record.updatedAt,
      localId: record.id,
      box: record.box,
      event: record.event,
    };
    addOptionalFields(task, record, now);
    return task;
  };
}

const NONE: readonly string[] = [];

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function addOptionalFields(task: Writable<StoredTask>, record: TaskRecord, now: number): void {
  const { message, evidence, owner, note, claim, run, attributes, archivedAt } = record;
  if (archivedAt !== undefined) task.archivedAt = archivedAt;
  if (attributes !== undefined) task.attributes = attributes;
  if (message !== undefined) task.message = message;
  if (evidence !== undefined) task.evidence = evidence;
  if (owner !== undefined) task.owner = owner;
  if (note !== undefined) task.note = note;
  if (claim !== undefined) task[Date.parse(claim.until) > now ? "claim" : "endedClaim"] = claim;
  if (run !== undefined) task.run = run;
}
