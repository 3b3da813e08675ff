import type { Priority } from "@canary/core";

/** A name of another item inside a match; `index` counts from the match's first character. */
export interface MatchedReference {
  readonly text: string;
  readonly index: number;
}

/** Metadata at one end of an item's line. */
export interface HeadMatch {
  readonly side: "start" | "end";
  /** Characters that belong to it, white space towards the title excepted. */
  readonly length: number;
  readonly id?: string;
  readonly alias?: string;
  readonly priority?: Priority;
  readonly dependencies?: readonly MatchedReference[];
}

/** Reads one kind of metadata at the start or the end of `head`, which has no white space around it; undefined when there is none. */
export type HeadRule = (head: string) => HeadMatch | undefined;
