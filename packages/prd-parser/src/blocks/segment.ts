/** A stretch of whole top-level blocks, with what a look at its lines tells. */
export interface Segment {
  readonly start: number;
  end: number;
  /** Depth of the ATX heading that it begins with, or 0. */
  readonly headingDepth: number;
  /** Some line other than the first may be a heading. */
  hasOtherHeading: boolean;
  hasOrderedItem: boolean;
  /** Some line may be the head of a table of tasks. */
  hasTaskTable: boolean;
  /** Some line is a bold label, which may speak for lists in the segments that follow. */
  hasListLabel: boolean;
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
