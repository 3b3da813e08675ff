import type { Checkbox } from "../items/checkbox.ts";
import type { TableRow } from "./task-table.ts";
import type { TextRange } from "./segment.ts";

/** A heading at the top level of the document. */
export interface Heading {
  readonly offset: number;
  readonly end: number;
  readonly depth: number;
}

/** One item of a list of any kind; offsets are into the parsed text. */
export interface ListEntry {
  /** Offset of the list marker. */
  readonly offset: number;
  readonly isOrdered: boolean;
  readonly isQuoted: boolean;
  readonly parent: ListEntry | undefined;
  readonly checkbox: Checkbox | undefined;
  /** The first paragraph, without the checkbox; undefined when the item begins with something else. */
  readonly head: TextRange | undefined;
}

/** A block under a list item that is no list item: a further paragraph, or code. */
export interface ListBlock extends TextRange {
  readonly entry: ListEntry;
  readonly isCode: boolean;
}

/** A place where a checkbox stands that is no item. */
export interface StrayBox {
  readonly offset: number;
  readonly place: "code" | "comment" | "paragraph" | "heading" | "table";
  readonly count: number;
}

/** A fenced block that runs on because its end is missing. */
export interface UnclosedFence {
  readonly offset: number;
  /** Where another fence opens inside; undefined when it runs to the end. */
  readonly nextOpening: number | undefined;
}

/** What a document is made of, so far as tasks are concerned; each list in document order. */
export interface Outline {
  readonly headings: readonly Heading[];
  readonly entries: readonly ListEntry[];
  /** What stands as a bold label above the list that an entry is an item of, such as `**Acceptance criteria:**`. */
  readonly listLabels: ReadonlyMap<ListEntry, TextRange>;
  readonly blocks: readonly ListBlock[];
  readonly strayBoxes: readonly StrayBox[];
  readonly unclosedFences: readonly UnclosedFence[];
  /** Rows of tables of tasks. */
  readonly tableRows: readonly TableRow[];
  /** Where rows of such tables are that have no title, and no checkbox either. */
  readonly emptyRows: readonly number[];
  /** Where lists are too deep to be read but line by line. */
  readonly deepLists: readonly number[];
  readonly codeRanges: readonly TextRange[];
}
