import { readCheckbox } from "../items/checkbox.ts";
import type { CheckboxMarks } from "../items/checkbox.ts";
import type { TextRange } from "./segment.ts";
import type { Line } from "./line.ts";
import { readLines } from "./line.ts";
import type { ListEntry } from "./outline.ts";
import { hasText } from "./source-lines.ts";

/** remark's time grows with the cube of the depth; nobody reads lists that are deeper than this. */
const MAX_DEPTH = 64;
const COLUMNS_PER_LEVEL = 2;
const MARKS = /(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))[ \t]*/y;

/** The first line that begins with more than 64 quote and list marks, or stands as deep as as many lists; undefined as a rule. */
export function findDeepLine(text: string, { start, end }: TextRange): Line | undefined {
  for (const line of readLines(text, start, end)) {
    const isIndented = line.indent > MAX_DEPTH * COLUMNS_PER_LEVEL;
    if ((isIndented && skipMarks(text, line).count > 0) || skipMarks(text, line).count > MAX_DEPTH)
      return line;
  }
  return undefined;
}

/** The checkboxes of such a stretch, line by line: each an item of its own, with no regard to what it stands under. */
export function readFlatEntries(
  text: string,
  { start, end }: TextRange,
  marks: CheckboxMarks,
): readonly ListEntry[] {
  const entries: ListEntry[] = [];
  for (const line of readLines(text, start, end)) {
    const { at, lastMark } = skipMarks(text, line);
    const checkbox = lastMark === undefined ? undefined : readCheckbox(text, at, marks);
    if (checkbox === undefined || lastMark === undefined) continue;
    entries.push({
      offset: lastMark,
      isOrdered: /\d/.test(text.charAt(lastMark)),
      isQuoted: false,
      parent: undefined,
      checkbox,
      head: hasText(text, checkbox.end, line.end) ? { start: checkbox.end, end: line.end } : undefined,
    });
  }
  return entries;
}

function skipMarks(
  text: string,
  line: Line,
): { readonly at: number; readonly count: number; readonly lastMark: number | undefined } {
  let at = line.first;
  let count = 0;
  let lastMark: number | undefined;
  for (;;) {
    MARKS.lastIndex = at;
    const match = MARKS.exec(text);
    if (match === null) return { at, count, lastMark };
    if (text[at] !== ">") lastMark = at;
    at += match[0].length;
    count += 1;
  }
}
