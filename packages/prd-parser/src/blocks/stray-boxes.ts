import type { CheckboxMarks } from "../items/checkbox.ts";
import { readCheckbox } from "../items/checkbox.ts";
import { readLine, readLines } from "./line.ts";
import { readFence } from "./line-shape.ts";
import type { StrayBox, UnclosedFence } from "./outline.ts";
import type { TextRange } from "./segment.ts";
import { lineContentStart, skipMarkers } from "./source-lines.ts";

/** Begins a comment of HTML. */
export const COMMENT = "<!--";

interface Prose extends TextRange {
  readonly place: "paragraph" | "heading";
  readonly isQuoted: boolean;
  /** The first line begins an item, and a checkbox right at its start belongs to it. */
  readonly isOpening: boolean;
}

/** Boxes at the start of a line of prose: they look like items, and are none without a list marker. */
export function boxesInProse(text: string, prose: Prose, marks: CheckboxMarks): readonly StrayBox[] {
  const boxes: StrayBox[] = [];
  for (const line of readLines(text, prose.start, prose.end)) {
    const isFirst = line.start === prose.start;
    const from = isFirst ? line.start : lineContentStart(text, line, prose.isQuoted);
    const offset = skipMarkers(text, from, line.end);
    const isOwn = isFirst && prose.isOpening && offset === line.start;
    if (!isOwn && readCheckbox(text, offset, marks) !== undefined)
      boxes.push({ offset, place: prose.place, count: 1 });
  }
  return boxes;
}

/** The boxes in a block of code or of HTML, as one. */
export function boxesHiddenIn(
  text: string,
  { start, end, place }: TextRange & { readonly place: "code" | "comment" },
  marks: CheckboxMarks,
): readonly StrayBox[] {
  let count = 0;
  let offset = start;
  for (const line of readLines(text, start, end)) {
    const isComment = place === "comment" && text.startsWith(COMMENT, line.first);
    const at = skipMarkers(text, line.first + (isComment ? COMMENT.length : 0), line.end);
    if (readCheckbox(text, at, marks) === undefined) continue;
    if (count === 0) offset = at;
    count += 1;
  }
  return count > 0 ? [{ offset, place, count }] : [];
}

/** The fenced block at `start` when its end is missing, or when it meets the opening of another one. */
export function unclosedFence(text: string, { start, end }: TextRange): UnclosedFence | undefined {
  const first = readLine(text, start);
  const open = readFence(text, first);
  if (open === undefined) return undefined;
  let isClosed = false;
  let nextOpening: number | undefined;
  for (const line of readLines(text, first.next, end)) {
    const at = lineContentStart(text, line, true);
    const fence = readFence(text, { ...line, first: at });
    if (fence === undefined || fence.character !== open.character || fence.length < open.length) continue;
    isClosed = fence.isBare;
    if (!fence.isBare) nextOpening ??= at;
  }
  return isClosed && nextOpening === undefined ? undefined : { offset: start, nextOpening };
}
