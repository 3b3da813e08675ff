import type { FactMatch, HeadMatch } from "./head-rule.ts";
import { hasIdShape } from "./dependency-list.ts";
import { isFieldName, namedField } from "./named-field.ts";

const DATAVIEW = /[[(]([A-Za-z][A-Za-z ]{0,20})::([^[\]()]{0,200})[\])]$/;
/** Without the space, it may be a name of C++. */
const OTHER_DATAVIEW = /[[(]([A-Za-z][\w-]{0,30})::\s{1,4}([^\s[\]()][^[\]()]{0,200})[\])]$/;
const WORD = /(?:^|\s)([A-Za-z]{2,12}):([^\s:]{1,64})$/;
const DEPENDENCIES =
  /(?:^|\s)(deps|depends on|dependencies|blocked by|after|needs|requires):\s{1,2}([\w.#,-][\w.#,\u2013 -]{0,200})$/i;
/** Names that Obsidian Tasks gives to what has another name by its sign. */
const ATTRIBUTES = new Map([
  ["completion", "done"],
  ["repeat", "recurrence"],
]);
const LONGEST = 250;

/**
 * Fields that end an item: Dataview's `[due:: 2026-01-01]`, `owner:ada`, `due:2026-01-01`, and `deps: T001, T002`.
 * In Dataview's form a name that is not known is an attribute all the same. Elsewhere only names that are known count: `http://host:80` and `note:this` are prose. So is `Update deps: react`:
 * behind a colon and a space some name must have the shape of an id.
 */
export function inlineField(head: string): HeadMatch | undefined {
  const tail = head.slice(-LONGEST);
  if (!tail.includes(":")) return undefined;
  const compact = DATAVIEW.exec(tail) ?? WORD.exec(tail);
  const match = compact ?? DEPENDENCIES.exec(tail);
  if (match === null) return otherField(tail);
  const [all, name = "", value = ""] = match;
  const facts = namedField(name, value, all.lastIndexOf(value));
  if (facts === undefined) return otherField(tail);
  if (compact === null && isOfWords(facts)) return undefined;
  return { side: "end", length: all.length, ...facts };
}

function otherField(tail: string): HeadMatch | undefined {
  const [all = "", name = "", value = ""] = OTHER_DATAVIEW.exec(tail) ?? [];
  const key = name.toLowerCase();
  if (all === "" || isFieldName(key)) return undefined;
  const attributes = { [ATTRIBUTES.get(key) ?? key]: [value.trim()] };
  return { side: "end", length: all.length, attributes };
}

function isOfWords({ dependencies = [] }: FactMatch): boolean {
  return dependencies.length > 0 && !dependencies.some(({ text }) => hasIdShape(text));
}
