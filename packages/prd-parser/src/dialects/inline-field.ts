import type { HeadMatch } from "./head-rule.ts";
import { namedField } from "./named-field.ts";

const DATAVIEW = /[[(]([A-Za-z][A-Za-z ]{0,20})::([^[\]()]{0,200})[\])]$/;
const WORD = /(?:^|\s)([A-Za-z]{2,12}):([^\s:]{1,64})$/;
const DEPENDENCIES =
  /(?:^|\s)(deps|depends on|dependencies|blocked by|after|needs|requires):\s{1,2}([\w.#,-][\w.#,\u2013 -]{0,200})$/i;
const LONGEST = 250;

/**
 * Fields that end an item: Dataview's `[due:: 2026-01-01]`, `owner:ada`, `due:2026-01-01`, and `deps: T001, T002`.
 * Only names that are known count: `http://host:80` and `note:this` are prose.
 */
export function inlineField(head: string): HeadMatch | undefined {
  const tail = head.slice(-LONGEST);
  if (!tail.includes(":")) return undefined;
  const match = DATAVIEW.exec(tail) ?? WORD.exec(tail) ?? DEPENDENCIES.exec(tail);
  if (match === null) return undefined;
  const [all, name = "", value = ""] = match;
  const facts = namedField(name, value, all.lastIndexOf(value));
  return facts === undefined ? undefined : { side: "end", length: all.length, ...facts };
}
