import type { ListEntry } from "./outline.ts";
import type { TextRange } from "./segment.ts";

const LABEL = /^(?:\*\*([^*]{1,80})\*\*|__([^_]{1,80})__)[ \t]{0,4}:?$/;
const MARKS = new Set(["**", "__"]);
const LONGEST_LINE = 100;

/**
 * The last line of a paragraph where it is nothing but a bold label, such as `**Acceptance criteria:**`: it speaks for the list below.
 * Undefined for any other text, such as a sentence that begins in bold.
 */
export function readListLabel(text: string, { start, end }: TextRange): TextRange | undefined {
  let last = end;
  while (last > start && isSpace(text.charCodeAt(last - 1))) last -= 1;
  let first = last;
  while (first > start && last - first <= LONGEST_LINE && !isLineEnd(text.charCodeAt(first - 1))) first -= 1;
  while (first < last && (isSpace(text.charCodeAt(first)) || text[first] === ">")) first += 1;
  if (!MARKS.has(text.slice(first, first + 2))) return undefined;
  return LABEL.test(text.slice(first, last)) ? { start: first, end: last } : undefined;
}

/** The head of an item in one line, where it is such a label. */
export function itemLabel(text: string, { head, checkbox }: ListEntry): TextRange | undefined {
  const mayBe =
    head !== undefined && checkbox === undefined && MARKS.has(text.slice(head.start, head.start + 2));
  return mayBe ? readListLabel(text, head) : undefined;
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || isLineEnd(code);
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
