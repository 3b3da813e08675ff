import { CanaryError, nearest } from "@canary/core";
import { numberTasks } from "./number-tasks.ts";
import type { StoredTask, StoreSnapshot } from "../snapshot/store-snapshot.ts";

const LISTED = 12;

/**
 * The task that a person's word means: its id, `document:id`, an alias, its number such as `2.3`, the number in an id such
 * as `T012`, or a unique prefix of its id. Throws CANARY_TASK_UNKNOWN naming the nearest, CANARY_TASK_AMBIGUOUS listing the candidates.
 */
export function findTask(snapshot: StoreSnapshot, text: string): StoredTask {
  const wanted = text.trim();
  const exact = snapshot.tasks.find(({ id }) => id === wanted);
  if (exact !== undefined) return exact;
  const [first, ...others] = candidates(snapshot, wanted.toLowerCase());
  if (first === undefined) throw unknownTask(text, snapshot);
  if (others.length > 0) throw ambiguousTask(text, [first, ...others]);
  return first;
}

/** The same, also among tasks that left their document: those by their exact id or alias only. */
export function findAnyTask(snapshot: StoreSnapshot, text: string): StoredTask {
  try {
    return findTask(snapshot, text);
  } catch (error) {
    const wanted = text.trim();
    const gone = snapshot.archived.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
    if (gone === undefined) throw error;
    return gone;
  }
}

/** The first way of naming a task that finds any. */
function candidates(snapshot: StoreSnapshot, wanted: string): readonly StoredTask[] {
  if (wanted === "") return [];
  const { tasks } = snapshot;
  const ways: readonly ((task: StoredTask) => boolean)[] = [
    ({ id, document, localId }) =>
      id.toLowerCase() === wanted || `${document}:${localId}`.toLowerCase() === wanted,
    ({ aliases }) => aliases.some((alias) => alias.toLowerCase() === wanted),
    ({ localId }) => localId.toLowerCase() === wanted,
    isNumbered(snapshot, wanted),
    ({ localId, aliases }) =>
      /^\d+$/.test(wanted) && [localId, ...aliases].some((name) => numberIn(name) === Number(wanted)),
    ({ id, document, localId }) =>
      id.toLowerCase().startsWith(wanted) || `${document}:${localId}`.toLowerCase().startsWith(wanted),
    ({ aliases }) => aliases.some((alias) => alias.toLowerCase().startsWith(wanted)),
  ];
  for (const way of ways) {
    const found = tasks.filter((task) => way(task));
    if (found.length > 0) return found;
  }
  return [];
}

function isNumbered(snapshot: StoreSnapshot, wanted: string): (task: StoredTask) => boolean {
  if (!/^\d+\.\d+$/.test(wanted)) return () => false;
  const numbers = numberTasks(snapshot);
  return ({ id }) => numbers.get(id) === wanted;
}

function numberIn(name: string): number | undefined {
  const digits = /^[a-z]+[-_]?(\d+)$/i.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function unknownTask(text: string, { tasks, archived }: StoreSnapshot): CanaryError {
  const gone = archived.find(({ id }) => id === text.trim());
  const names = nearest(
    text,
    tasks.map(({ id }) => id),
  );
  const hint = names.length > 0 ? `Did you mean: ${names.join(", ")}` : "List the tasks: canary tasks list";
  return new CanaryError(
    gone === undefined ? `there is no task "${text}"` : `${gone.id} left ${gone.source.file}`,
    {
      code: "CANARY_TASK_UNKNOWN",
      hint:
        gone === undefined
          ? hint
          : "It is archived; bring it back into the document and parse it again to restore it.",
      details: { value: text, nearest: names },
    },
  );
}

function ambiguousTask(text: string, found: readonly StoredTask[]): CanaryError {
  const listed = found.slice(0, LISTED).map(({ id }) => id);
  const more = found.length > LISTED ? ` and ${found.length - LISTED} more` : "";
  return new CanaryError(`"${text}" could be ${found.length} tasks`, {
    code: "CANARY_TASK_AMBIGUOUS",
    hint: `Name one of: ${listed.join(", ")}${more}`,
    details: { value: text, candidates: found.map(({ id }) => id) },
  });
}
