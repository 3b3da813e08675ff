import type { Priority } from "@canary/core";
import { parseDependencyList } from "./dependency-list.ts";
import type { FactMatch, HeadMatch } from "./head-rule.ts";

const PRIORITIES: Readonly<Record<string, Priority>> = {
  "\u{1F53A}": "critical",
  "\u23EB": "high",
  "\u{1F53C}": "medium",
  "\u{1F53D}": "low",
  "\u23EC": "low",
};
const DATES: Readonly<Record<string, string>> = {
  "\u{1F4C5}": "due",
  "\u{1F4C6}": "due",
  "\u{1F5D3}": "due",
  "\u23F3": "scheduled",
  "\u231B": "scheduled",
  "\u{1F6EB}": "start",
  "\u2795": "created",
  "\u2705": "done",
  "\u274C": "cancelled",
};
const DATE =
  /(\u{1F4C5}|\u{1F4C6}|\u{1F5D3}|\u23F3|\u231B|\u{1F6EB}|\u2795|\u2705|\u274C)\uFE0F?\s{0,2}(\d{4}-\d{2}-\d{2})$/u;
const PRIORITY = /(\u{1F53A}|\u23EB|\u{1F53C}|\u{1F53D}|\u23EC)\uFE0F?$/u;
const ID = /\u{1F194}\uFE0F?\s{0,2}([\w-]{1,64})$/u;
const NEEDS = /\u26D4\uFE0F?\s{0,2}([\w-]{1,64}(?:\s{0,2},\s{0,2}[\w-]{1,64}){0,20})$/u;
const REPEAT = /\u{1F501}\uFE0F?\s{0,2}(every [\w ]{1,40})$/u;
/** What the plugin does with the line once the task is done. */
const ON_COMPLETION = /\u{1F3C1}\uFE0F?\s{0,2}(keep|delete)$/iu;
/** The name of the line, for links from other notes; `x ^2` is prose. */
const BLOCK = /(?<=\s)\^((?=[\d-]{0,63}[A-Za-z])[A-Za-z\d-]{1,64})$/u;
const SIGN = /[\u231B-\u{1F6EB}^]/u;
const LONGEST = 300;

type Reader = (match: RegExpExecArray) => FactMatch | undefined;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [DATE, ([, sign = "", date = ""]) => ({ attributes: { [DATES[sign] ?? "date"]: [date] } })],
  [PRIORITY, ([, sign = ""]) => ({ priority: PRIORITIES[sign] ?? "medium" })],
  [ID, ([, id = ""]) => ({ id })],
  [NEEDS, ([all, list = ""]) => dependenciesOf(list, all.length - list.length)],
  [REPEAT, ([, rule = ""]) => ({ attributes: { recurrence: [rule] } })],
  [ON_COMPLETION, ([, action = ""]) => ({ attributes: { oncompletion: [action.toLowerCase()] } })],
  [BLOCK, ([, name = ""]) => ({ attributes: { block: [name] } })],
];

/** The signs that the Tasks plugin of Obsidian puts behind a title: priority, dates, id, dependencies, recurrence, what follows on completion; and the block link, which comes last. */
export function obsidianTasks(head: string): HeadMatch | undefined {
  const tail = head.slice(-LONGEST);
  if (!SIGN.test(tail)) return undefined;
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(tail);
    const facts = match === null ? undefined : read(match);
    if (match !== null && facts !== undefined) return { side: "end", length: match[0].length, ...facts };
  }
  return undefined;
}

function dependenciesOf(list: string, index: number): FactMatch | undefined {
  const dependencies = parseDependencyList(list, index);
  return dependencies === undefined ? undefined : { dependencies };
}
