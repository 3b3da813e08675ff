import { readCheckbox } from "../items/checkbox.ts";
import type { Checkbox, CheckboxMarks } from "../items/checkbox.ts";
import type { TextRange } from "./segment.ts";
import { isBlank, readLine } from "./line.ts";
import type { Line } from "./line.ts";
import { isThematicBreak } from "./line-shape.ts";
import type { ListEntry } from "./outline.ts";

/** A list item that later lines may stand under. */
interface OpenItem {
  readonly entry: ListEntry;
  /** Where its content begins, in columns. */
  readonly column: number;
  hasChildren: boolean;
}

interface ItemLine {
  readonly isOrdered: boolean;
  /** May be the first of a list right below a line of text (CommonMark 0.31, 5.3). */
  readonly interrupts: boolean;
  /** Offset of the content. */
  readonly content: number;
  readonly checkbox: Checkbox | undefined;
}

const MARKER = /(?:[-*+]|(\d{1,9})[.)]) (?=[^ \t])/y;
/** What begins with one of these may be something else than a line of text, or hold a box that is none. */
const NO_TEXT = /[#>|<~=]|```|[-*+](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|[-*+\d.) \t]*\[/y;
const DEEPEST_COLUMN = 100;
const CODE_INDENT = 4;

/**
 * The items of a list in which every line is an item with one line of text, indented by spaces; undefined for any other block.
 * Such a list has but one reading, and most checklists are of this kind, so that it needs no tree.
 */
export function readSimpleList(
  text: string,
  { start, end }: TextRange,
  marks: CheckboxMarks,
): readonly ListEntry[] | undefined {
  const entries: ListEntry[] = [];
  const open: OpenItem[] = [];
  for (let line = readLine(text, start); ; line = readLine(text, line.next)) {
    if (line.start >= end) return entries;
    if (isBlank(line)) continue;
    const item = readItemLine(text, line, marks);
    if (item === undefined || !place(open, line, item)) return undefined;
    const { content, checkbox, isOrdered } = item;
    const entry: ListEntry = {
      offset: line.first,
      isOrdered,
      isQuoted: false,
      parent: open.at(-1)?.entry,
      checkbox,
      head: { start: checkbox?.end ?? content, end: line.end },
    };
    entries.push(entry);
    open.push({ entry, column: content - line.start, hasChildren: false });
  }
}

/** Closes the items that the line does not stand under; false where it may be more than an item of theirs. */
function place(open: OpenItem[], line: Line, item: ItemLine): boolean {
  while (line.indent < (open.at(-1)?.column ?? 0)) open.pop();
  const parent = open.at(-1);
  if (line.indent - (parent?.column ?? 0) >= CODE_INDENT) return false;
  if (parent === undefined) return true;
  if (!parent.hasChildren && !item.interrupts) return false;
  parent.hasChildren = true;
  return true;
}

function readItemLine(text: string, line: Line, marks: CheckboxMarks): ItemLine | undefined {
  if (line.first - line.start !== line.indent || line.indent > DEEPEST_COLUMN) return undefined;
  MARKER.lastIndex = line.first;
  const marker = MARKER.exec(text);
  if (marker === null || isSpace(text.charCodeAt(line.end - 1)) || isThematicBreak(text, line))
    return undefined;
  const content = line.first + marker[0].length;
  const checkbox = text[content] === "[" ? readCheckbox(text, content, marks) : undefined;
  const isText = checkbox === undefined ? isPlainText(text, content, line) : isBoxed(text, checkbox, line);
  if (!isText) return undefined;
  const isOrdered = marker[1] !== undefined;
  return { isOrdered, interrupts: !isOrdered || marker[1] === "1", content, checkbox };
}

function isBoxed(text: string, { end }: Checkbox, line: Line): boolean {
  return text[end] === " " && end < line.end;
}

function isPlainText(text: string, content: number, line: Line): boolean {
  NO_TEXT.lastIndex = content;
  return !NO_TEXT.test(text) && !isThematicBreak(text, { ...line, first: content });
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9;
}
