import remarkParse from "remark-parse";
import { unified } from "unified";
import { mayHoldCheckbox } from "../items/checkbox.ts";
import type { Segment, TextRange } from "./cut-segments.ts";
import { cutSegments } from "./cut-segments.ts";
import { readLine } from "./line.ts";
import type { Outline } from "./outline.ts";
import { TreeWalker } from "./tree-walker.ts";

export interface OutlineOptions {
  /** Where the document proper begins, after front matter. */
  readonly start: number;
  /** Numbered lists are wanted too, not only those with checkboxes. */
  readonly withOrderedItems: boolean;
}

const PIECE_LENGTH = 2048;

const processor = unified().use(remarkParse).freeze();

/** Reads the blocks that matter; remark parses the segments that may hold any, a look at the lines is enough for the others. */
export function readOutline(text: string, options: OutlineOptions): Outline {
  const { segments, codeRanges } = cutSegments(text, options.start);
  const walker = new TreeWalker(text);
  const pieces = joinPieces(segments.filter((segment) => matters(text, segment, options)));
  let next = 0;
  for (const segment of segments) {
    const piece = pieces[next];
    if (piece?.start === segment.start) {
      walker.walk(processor.parse(text.slice(piece.start, piece.end)), piece.start);
      next += 1;
    } else if (segment.headingDepth > 0 && segment.start >= (pieces[next - 1]?.end ?? 0)) {
      const { start, end } = readLine(text, segment.start);
      walker.addHeading({ offset: start, end, depth: segment.headingDepth });
    }
  }
  return { ...walker.collected(), codeRanges };
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

function matters(text: string, segment: Segment, options: OutlineOptions): boolean {
  if (segment.hasOtherHeading || segment.hasOddFence) return true;
  if (options.withOrderedItems && segment.hasOrderedItem) return true;
  return mayHoldCheckbox(text, segment.start, segment.end);
}
