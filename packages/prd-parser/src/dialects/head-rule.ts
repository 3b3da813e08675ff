import type { Priority } from "@canary/core";

/** A name of another item inside a match; `index` counts from the match's first character. */
export interface MatchedReference {
  readonly text: string;
  readonly index: number;
}

/** What a piece of metadata says. */
export interface FactMatch {
  readonly id?: string;
  readonly alias?: string;
  readonly priority?: Priority;
  readonly dependencies?: readonly MatchedReference[];
  /** Everything else, by lower-case name. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/** Metadata at one end of an item's line. */
export interface HeadMatch extends FactMatch {
  readonly side: "start" | "end";
  /** Characters that belong to it, white space towards the title excepted. */
  readonly length: number;
}

/** Reads one kind of metadata at the start or the end of `head`, which has no white space around it; undefined when there is none. */
export type HeadRule = (head: string) => HeadMatch | undefined;

/** A rule with what it reads, as `canary parse --explain` says it. */
export interface NamedHeadRule {
  readonly name: string;
  readonly read: HeadRule;
}
