import type { CheckboxMarks } from "../items/checkbox.ts";
import { CHECKBOX_MARKS, holdsCheckbox } from "../items/checkbox.ts";
import type { Segment, TextRange } from "./segment.ts";
import { cutSegments } from "./cut-segments.ts";
import { findDeepLine, readFlatEntries } from "./deep-lists.ts";
import { readLine } from "./line.ts";
import { readListMarker } from "./line-shape.ts";
import type { Heading, ListEntry, Outline } from "./outline.ts";
import { parseBlocks } from "./parse-markdown.ts";
import { readSimpleList } from "./simple-list.ts";
import { TreeWalker } from "./tree-walker.ts";

export interface OutlineOptions {
  /** Where the document proper begins, after front matter. */
  readonly start: number;
  /** What is read beside the headings: lists with checkboxes, numbered lists too, or every block. */
  readonly marks?: CheckboxMarks;
  readonly scope: "checkboxes" | "numbered" | "everything";
}

const PIECE_LENGTH = 2048;

/** Reads the blocks that matter; remark parses the segments that may hold any, a look at the lines is enough for the others. */
export function readOutline(text: string, options: OutlineOptions): Outline {
  const { segments, codeRanges } = cutSegments(text, options.start);
  const marks = options.marks ?? CHECKBOX_MARKS;
  const walker = new TreeWalker(text, marks);
  const simpleLists = new Map<Segment, readonly ListEntry[]>();
  let isLabelled = false;
  const wanted = segments.filter((segment) => {
    isLabelled = segment.hasListLabel || (isLabelled && beginsWithList(text, segment));
    if (!isLabelled && !matters(text, segment, options)) return false;
    const simple = readSimpleSegment(text, segment, marks);
    if (simple !== undefined) simpleLists.set(segment, simple);
    return simple === undefined;
  });
  const pieces = joinPieces(wanted);
  let next = 0;
  for (const segment of segments) {
    const piece = pieces[next];
    if (piece?.start === segment.start) {
      walkPiece(walker, text, { piece, marks });
      next += 1;
    } else if (segment.start >= (pieces[next - 1]?.end ?? 0)) {
      if (segment.headingDepth > 0) walker.addHeading(headingOf(text, segment));
      const entries = simpleLists.get(segment);
      if (entries === undefined) walker.endLabel();
      else walker.addEntries(entries);
    }
  }
  return { ...walker.collected(), codeRanges };
}

function walkPiece(
  walker: TreeWalker,
  text: string,
  { piece, marks }: { readonly piece: TextRange; readonly marks: CheckboxMarks },
): void {
  const deepLine = findDeepLine(text, piece);
  if (deepLine === undefined) walker.walk(parseBlocks(text.slice(piece.start, piece.end)), piece.start);
  else walker.addDeepLists(deepLine.start, readFlatEntries(text, piece, marks));
}

/** The items of a segment that needs no tree: nothing but a simple list, and perhaps a heading without a checkbox above it. */
function readSimpleSegment(
  text: string,
  segment: Segment,
  marks: CheckboxMarks,
): readonly ListEntry[] | undefined {
  const start = bodyStart(text, segment);
  if (holdsCheckbox(text, { start: segment.start, end: start }, marks)) return undefined;
  return readSimpleList(text, { start, end: segment.end }, marks);
}

/** Where a segment goes on after the heading that it begins with. */
function bodyStart(text: string, { start, headingDepth }: Segment): number {
  return headingDepth > 0 ? readLine(text, start).next : start;
}

function headingOf(text: string, segment: Segment): Heading {
  const { start, end } = readLine(text, segment.start);
  return { offset: start, end, depth: segment.headingDepth };
}

/** May go on with the lists below a bold label: a list, or a comment. */
function beginsWithList(text: string, segment: Segment): boolean {
  const line = readLine(text, segment.start);
  return readListMarker(text, line) !== undefined || text.startsWith("<!--", line.first);
}

/** Joins segments that touch each other, up to the length that remark is quickest with. */
function joinPieces(segments: readonly TextRange[]): readonly TextRange[] {
  const pieces: { start: number; end: number }[] = [];
  for (const { start, end } of segments) {
    const last = pieces.at(-1);
    if (last !== undefined && last.end === start && end - last.start <= PIECE_LENGTH) last.end = end;
    else pieces.push({ start, end });
  }
  return pieces;
}

function matters(text: string, segment: Segment, { scope, marks }: OutlineOptions): boolean {
  if (scope === "everything" || segment.hasOtherHeading || segment.hasOddFence || segment.hasTaskTable)
    return true;
  if (scope === "numbered" && segment.hasOrderedItem) return true;
  return holdsCheckbox(text, segment, marks);
}
