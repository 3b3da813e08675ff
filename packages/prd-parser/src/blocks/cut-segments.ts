import { isBlank, readLines } from "./line.ts";
import { SegmentCutter } from "./segment-cutter.ts";

/** A stretch of whole top-level blocks, with what a look at its lines tells. */
export interface Segment {
  readonly start: number;
  end: number;
  /** Depth of the ATX heading that it begins with, or 0. */
  readonly headingDepth: number;
  /** Some line other than the first may be a heading. */
  hasOtherHeading: boolean;
  hasOrderedItem: boolean;
  /** A fence that never closes, or that meets the opening of another one. */
  hasOddFence: boolean;
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export interface CutText {
  readonly segments: readonly Segment[];
  /** Fenced code and HTML blocks at the top level, in order: no line of them is prose. */
  readonly codeRanges: readonly TextRange[];
}

/**
 * Cuts the text where a new top-level block surely begins: at an unindented line after a blank one, outside fences and HTML.
 * Begins at `start`, which must be the start of a line. Parsing the segments one by one gives the blocks of the whole, at a cost that grows linearly.
 */
export function cutSegments(text: string, start = 0): CutText {
  const cutter = new SegmentCutter(text);
  let isAfterBlank = true;
  for (const line of readLines(text, start)) {
    const isEmpty = isBlank(line);
    if (isEmpty) cutter.addBlank(line);
    else cutter.add(line, isAfterBlank);
    isAfterBlank = isEmpty;
  }
  return cutter.finish();
}
