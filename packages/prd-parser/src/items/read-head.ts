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

/** Takes the metadata off both ends of a line; what is left is the title, never empty where the line is not. */
export function readHead(text: string, range: TextRange): ItemHead {
  let { start, end } = trimmed(text, range);
  let facts: ItemFacts = {};
  for (let match = nextMatch(text.slice(start, end)); match !== undefined;) {
    facts = mergeFacts(facts, match, match.side === "start" ? start : end - match.length);
    const rest =
      match.side === "start" ? { start: start + match.length, end } : { start, end: end - match.length };
    const next = trimmed(text, rest);
    if (next.start === next.end) break;
    ({ start, end } = next);
    match = nextMatch(text.slice(start, end));
  }
  return { title: text.slice(start, end), facts };
}

/** Takes the metadata off the end of a line that continues an item; `title` is what is left, and may be empty. */
export function readTail(text: string, range: TextRange, head: ItemHead): ItemHead {
  let { facts } = head;
  let { start, end } = trimmed(text, range);
  for (let match = nextMatch(text.slice(start, end), "end"); match !== undefined;) {
    facts = mergeFacts(facts, match, end - match.length);
    ({ start, end } = trimmed(text, { start, end: end - match.length }));
    match = nextMatch(text.slice(start, end), "end");
  }
  return { title: text.slice(start, end), facts };
}

function nextMatch(head: string, side?: HeadMatch["side"]): HeadMatch | undefined {
  for (const rule of HEAD_RULES) {
    const match = rule(head);
    if (match !== undefined && (side === undefined || match.side === side)) return match;
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
