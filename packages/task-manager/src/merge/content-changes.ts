import type { PrdTask } from "@canary/core";
import type { EventFields } from "../events/store-event.ts";
import type { TaskRecord } from "../record/task-record.ts";

/** The fields of a record that its document gives. */
export type ContentFields = Pick<
  TaskRecord,
  | "title"
  | "kind"
  | "phase"
  | "section"
  | "priority"
  | "aliases"
  | "dependencies"
  | "details"
  | "attributes"
  | "box"
  | "source"
>;

const CONTENT = [
  "title",
  "kind",
  "priority",
  "aliases",
  "dependencies",
  "details",
  "attributes",
  "box",
] as const;
const PLACE = ["phase", "section"] as const;

/** A change of fields, as an event has it. */
export interface FieldChange {
  readonly before: EventFields;
  readonly after: EventFields;
}

/** What the document says of a task, as a record holds it. */
export function contentOf(task: PrdTask): ContentFields {
  const { line, column, offset } = task.source;
  return {
    title: task.title,
    kind: task.kind,
    phase: task.phase,
    section: task.section,
    priority: task.priority,
    aliases: task.aliases,
    dependencies: task.dependencies,
    details: task.details,
    ...(task.attributes === undefined ? {} : { attributes: task.attributes }),
    box: task.status,
    source: { line, column, offset },
  };
}

/** How text and box of a task differ from its record; undefined where it does not. */
export function contentChange(record: TaskRecord, content: ContentFields): FieldChange | undefined {
  return changeOf(record, content, CONTENT);
}

/** How phase and section differ; undefined where they do not. */
export function placeChange(record: TaskRecord, content: ContentFields): FieldChange | undefined {
  return changeOf(record, content, PLACE);
}

function changeOf(
  record: TaskRecord,
  content: ContentFields,
  names: readonly (keyof ContentFields)[],
): FieldChange | undefined {
  const differing = names.filter((name) => !isEqual(record[name], content[name]));
  if (differing.length === 0) return undefined;
  return {
    before: Object.fromEntries(differing.map((name) => [name, record[name] ?? null])),
    after: Object.fromEntries(differing.map((name) => [name, content[name] ?? null])),
  };
}

/** Lists that are absent are empty. */
function isEqual(a: unknown, b: unknown): boolean {
  if (!Array.isArray(b)) return a === b || JSON.stringify(a) === JSON.stringify(b);
  const list = Array.isArray(a) ? a : [];
  return list.length === b.length && b.every((value, index) => value === list[index]);
}
