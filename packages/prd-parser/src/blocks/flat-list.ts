import { readCheckbox } from "../items/checkbox.ts";
import type { CheckboxMarks } from "../items/checkbox.ts";
import type { TextRange } from "./segment.ts";
import { isBlank, readLines } from "./line.ts";
import type { ListEntry } from "./outline.ts";

const BULLET = /[-*+] (?=\[)/y;

/**
 * The items of a list in which every line is an unindented bullet with a checkbox and one line of text, undefined for any other block.
 * Such a list has but one reading, and most checklists are of this kind, so that it needs no tree.
 */
export function readFlatList(
  text: string,
  { start, end }: TextRange,
  marks: CheckboxMarks,
): readonly ListEntry[] | undefined {
  const entries: ListEntry[] = [];
  for (const line of readLines(text, start, end)) {
    if (isBlank(line)) continue;
    BULLET.lastIndex = line.start;
    const checkbox = BULLET.test(text) ? readCheckbox(text, line.start + 2, marks) : undefined;
    if (checkbox === undefined || text[checkbox.end] !== " " || checkbox.end >= line.end) return undefined;
    const last = text.charAt(line.end - 1);
    if (last === " " || last === "\t") return undefined;
    entries.push({
      offset: line.start,
      isOrdered: false,
      isQuoted: false,
      parent: undefined,
      checkbox,
      head: { start: checkbox.end, end: line.end },
    });
  }
  return entries;
}
