import { CanaryError, countOpenNeeds, createTaskLinks, nearest, satisfiesDependency } from "@canary/core";
import type { Priority, TaskKind, TaskStatus } from "@canary/core";
import { canTake } from "./can-take.ts";
import { ownersOf } from "./owners-of.ts";
import type { StoredTask, StoreSnapshot } from "../snapshot/store-snapshot.ts";

/** What a task must be to be listed; several values of one field mean any of them. */
export interface TaskFilter {
  readonly status?: TaskStatus | readonly TaskStatus[];
  /** Id of a phase, as `findPhase` gives it. */
  readonly phase?: string;
  readonly priority?: Priority | readonly Priority[];
  /** `task` where it is left out. */
  readonly kind?: TaskKind | readonly TaskKind[];
  /** Id of a document; the default document where it is left out, every document where it is null. */
  readonly document?: string | null;
  /** Could start now: pending, nothing open before it, not claimed. */
  readonly ready?: boolean;
  /** Not done, and waits for another task. */
  readonly blocked?: boolean;
  /** Who owns it, has claimed it, or is named in the document; any of these. */
  readonly owner?: string | readonly string[];
  /** With one of these tags of the document, with or without `#`. */
  readonly tag?: string | readonly string[];
  /** Changed at or after this time (RFC 3339). */
  readonly changedSince?: string;
  /** Words that id, title, aliases or details must all hold, in any case. */
  readonly search?: string;
}

type Test = (task: StoredTask) => boolean;

/** The tasks that match, in document order. Throws CANARY_VALUE_UNKNOWN for a document that is not there. */
export function queryTasks(snapshot: StoreSnapshot, filter: TaskFilter = {}): readonly StoredTask[] {
  const tests = [...fieldTests(snapshot, filter), ...graphTests(snapshot, filter), ...textTests(filter)];
  return snapshot.tasks.filter((task) => tests.every((test) => test(task)));
}

/** The document that is meant; undefined for every document. Throws CANARY_VALUE_UNKNOWN. */
export function documentFor(
  snapshot: StoreSnapshot,
  document: string | null | undefined,
): string | undefined {
  if (document === null) return undefined;
  const wanted = document ?? snapshot.defaultDocument;
  const ids = snapshot.documents.map(({ id }) => id);
  if (document === undefined || ids.includes(wanted)) return wanted;
  const close = nearest(wanted, ids);
  throw new CanaryError(`there is no document "${wanted}"`, {
    code: "CANARY_VALUE_UNKNOWN",
    hint: `${close.length > 0 ? "Did you mean" : "The documents are"}: ${(close.length > 0 ? close : ids).join(", ")}`,
    details: { value: wanted, nearest: close },
  });
}

function fieldTests(snapshot: StoreSnapshot, filter: TaskFilter): readonly Test[] {
  const document = filter.phase === undefined ? documentFor(snapshot, filter.document) : filter.document;
  return [
    ...oneOf(filter.status, (task) => task.status),
    ...oneOf(filter.phase, (task) => task.phase),
    ...oneOf(filter.priority, (task) => task.priority),
    ...oneOf(filter.kind ?? "task", (task) => task.kind),
    ...oneOf(document ?? undefined, (task) => task.document),
    ...anyOf(filter.owner, "@", (task) => ownersOf(task)),
    ...anyOf(filter.tag, "#", (task) => task.attributes?.["tag"] ?? []),
  ];
}

/** Whether one of several names is wanted; the `sign` before a name and its case do not matter. */
function anyOf(
  wanted: string | readonly string[] | undefined,
  sign: string,
  read: (task: StoredTask) => readonly string[],
): readonly Test[] {
  if (wanted === undefined) return [];
  const plain = (name: string): string => (name.startsWith(sign) ? name.slice(1) : name).toLowerCase();
  const values = new Set([wanted].flat().map(plain));
  return [(task) => read(task).some((name) => values.has(plain(name)))];
}

function oneOf<Value>(
  wanted: Value | readonly Value[] | undefined,
  read: (task: StoredTask) => unknown,
): readonly Test[] {
  if (wanted === undefined) return [];
  const values = new Set<unknown>(Array.isArray(wanted) ? wanted : [wanted]);
  return [(task) => values.has(read(task))];
}

function graphTests(snapshot: StoreSnapshot, { ready, blocked }: TaskFilter): readonly Test[] {
  if (ready === undefined && blocked === undefined) return [];
  const { tasks } = snapshot;
  const open = countOpenNeeds(tasks, createTaskLinks(tasks));
  const waiting = new Set(tasks.filter((_, place) => open[place] !== 0));
  const isBlocked: Test = (task) => waiting.has(task) && !satisfiesDependency(task.status);
  const isReady: Test = (task) => !waiting.has(task) && canTake(task);
  return [
    ...(ready === undefined ? [] : [(task: StoredTask) => isReady(task) === ready]),
    ...(blocked === undefined ? [] : [(task: StoredTask) => isBlocked(task) === blocked]),
  ];
}

function textTests({ search, changedSince }: TaskFilter): readonly Test[] {
  const words =
    search
      ?.toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "") ?? [];
  const since = changedSince === undefined ? undefined : Date.parse(changedSince);
  return [
    ...(words.length === 0 ? [] : [(task: StoredTask) => holdsAll(task, words)]),
    ...(since === undefined ? [] : [(task: StoredTask) => Date.parse(task.updatedAt) >= since]),
  ];
}

function holdsAll({ id, title, aliases, details }: StoredTask, words: readonly string[]): boolean {
  const text = [id, title, ...aliases, ...details].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}
