import type { HeadMatch } from "../dialects/head-rule.ts";
import { HEAD_RULES } from "../dialects/head-rules.ts";
import type { TextRange } from "../blocks/segment.ts";
import type { ItemFacts } from "./item.ts";
import { mergeFacts } from "./merge-facts.ts";

export interface ItemHead {
  /** Exact source text between the metadata. */
  readonly title: string;
  readonly facts: ItemFacts;
}

/** A piece of metadata as it was taken off a line. */
export interface TakenMatch extends TextRange {
  readonly match: HeadMatch;
  /** Name of the rule that read it. */
  readonly rule: string;
}

const NO_FACTS: ItemFacts = {};

/** Takes the metadata off both ends of a line; what is left is the title, never empty where the line is not. */
export function readHead(text: string, range: TextRange): ItemHead {
  const { title, taken } = takeMatches(text, range);
  return { title: text.slice(title.start, title.end), facts: factsOf(taken, NO_FACTS) };
}

/** Takes the metadata off the end of a line that continues an item; `title` is what is left, and may be empty. */
export function readTail(text: string, range: TextRange, head: ItemHead): ItemHead {
  const { title, taken } = takeMatches(text, range, "end");
  return { title: text.slice(title.start, title.end), facts: factsOf(taken, head.facts) };
}

/** What is metadata in a line, in the order in which it was taken off, and what is left. With a side, only that one is read, and nothing may be left. */
export function takeMatches(
  text: string,
  range: TextRange,
  side?: HeadMatch["side"],
): { readonly title: TextRange; readonly taken: readonly TakenMatch[] } {
  const taken: TakenMatch[] = [];
  let title = trimmed(text, range);
  for (;;) {
    const found = nextMatch(text, title, side);
    if (found === undefined) return { title, taken };
    taken.push(found);
    const isAtStart = found.match.side === "start";
    const rest = trimmed(
      text,
      isAtStart ? { start: found.end, end: title.end } : { start: title.start, end: found.start },
    );
    if (rest.start === rest.end) return { title: side === undefined ? title : rest, taken };
    title = rest;
  }
}

function factsOf(taken: readonly TakenMatch[], facts: ItemFacts): ItemFacts {
  return taken.reduce((merged, { match, start }) => mergeFacts(merged, match, start), facts);
}

function nextMatch(
  text: string,
  { start, end }: TextRange,
  side: HeadMatch["side"] | undefined,
): TakenMatch | undefined {
  const head = text.slice(start, end);
  for (const { name, read } of HEAD_RULES) {
    const match = read(head);
    if (match === undefined || (side !== undefined && match.side !== side)) continue;
    return match.side === "start"
      ? { match, rule: name, start, end: start + match.length }
      : { match, rule: name, start: end - match.length, end };
  }
  return undefined;
}

function trimmed(text: string, { start, end }: TextRange): TextRange {
  let first = start;
  let last = end;
  while (first < last && isSpace(text.charCodeAt(first))) first += 1;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return { start: first, end: last };
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13 || code === 0xa0;
}
