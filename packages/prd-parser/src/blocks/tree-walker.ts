import type {
  Blockquote,
  Code,
  FootnoteDefinition,
  Heading as HeadingNode,
  Html,
  List,
  ListItem,
  Nodes,
  Paragraph,
  Root,
  Table,
} from "mdast";
import type { CheckboxMarks } from "../items/checkbox.ts";
import { CHECKBOX_MARKS, readCheckbox } from "../items/checkbox.ts";
import type { TextRange } from "./segment.ts";
import { itemLabel, readListLabel } from "./list-label.ts";
import { readLine } from "./line.ts";
import type { Heading, ListBlock, ListEntry, Outline, StrayBox, UnclosedFence } from "./outline.ts";
import type { TableRow } from "./task-table.ts";
import { readTable, taskColumns } from "./task-table.ts";
import { hasText, trimmedEnd } from "./source-lines.ts";
import { boxesHiddenIn, boxesInProse, COMMENT, unclosedFence } from "./stray-boxes.ts";

interface Visit {
  readonly node: Nodes;
  readonly entry: ListEntry | undefined;
  readonly isQuoted: boolean;
  /** In a quote, a footnote or a list item: its headings are no sections. */
  readonly isNested: boolean;
  /** Set when the node opens its list item, and has been read with it: its text with the checkbox. */
  readonly opening: TextRange | undefined;
  /** The bold label above the list that the node is, or is an item of. */
  readonly label: TextRange | undefined;
}

/** Collects from trees of consecutive pieces of one text what the outline needs. */
export class TreeWalker {
  readonly #headings: Heading[] = [];
  readonly #entries: ListEntry[] = [];
  readonly #listLabels = new Map<ListEntry, TextRange>();
  readonly #blocks: ListBlock[] = [];
  readonly #strayBoxes: StrayBox[] = [];
  readonly #unclosedFences: UnclosedFence[] = [];
  readonly #tableRows: TableRow[] = [];
  readonly #emptyRows: number[] = [];
  readonly #deepLists: number[] = [];
  readonly #text: string;
  readonly #marks: CheckboxMarks;
  /** Offset of the piece that is being walked. */
  #base = 0;
  /** The bold label that a list at the top level would stand under if it came next. */
  #topLabel: TextRange | undefined;

  constructor(text: string, marks: CheckboxMarks = CHECKBOX_MARKS) {
    this.#text = text;
    this.#marks = marks;
  }

  /** Walks the tree of the piece that begins at `base`; with its own stack, so that no nesting is too deep. */
  walk(root: Root, base: number): void {
    this.#base = base;
    const stack: Visit[] = [
      {
        node: root,
        entry: undefined,
        isQuoted: false,
        isNested: false,
        opening: undefined,
        label: undefined,
      },
    ];
    for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
      for (const child of this.#visit(visit).reverse()) stack.push(child);
    }
  }

  /** A heading that needed no tree to be found. */
  addHeading(heading: Heading): void {
    this.#headings.push(heading);
    this.endLabel();
  }

  /** Something has come between a bold label and the lists below. */
  endLabel(): void {
    this.#topLabel = undefined;
  }

  /** Lists that are too deep for a tree; `offset` is where they become so. */
  addDeepLists(offset: number, entries: readonly ListEntry[]): void {
    this.#deepLists.push(offset);
    this.addEntries(entries);
  }

  /** Items of a list that needed no tree to be read. */
  addEntries(entries: readonly ListEntry[]): void {
    for (const entry of entries) {
      this.#entries.push(entry);
      const label = entry.parent === undefined ? this.#topLabel : itemLabel(this.#text, entry.parent);
      if (label !== undefined) this.#listLabels.set(entry, label);
    }
  }

  /** Everything found so far, in document order. */
  collected(): Omit<Outline, "codeRanges"> {
    return {
      headings: this.#headings,
      entries: this.#entries,
      listLabels: this.#listLabels,
      blocks: this.#blocks,
      strayBoxes: this.#strayBoxes,
      unclosedFences: this.#unclosedFences,
      tableRows: this.#tableRows,
      emptyRows: this.#emptyRows,
      deepLists: this.#deepLists,
    };
  }

  #visit(visit: Visit): Visit[] {
    const { node, entry } = visit;
    if (node.type === "listItem") return this.#visitItem(node, visit);
    if (isContainer(node)) {
      const isQuoted = visit.isQuoted || node.type === "blockquote";
      const isNested = visit.isNested || (node.type !== "root" && node.type !== "list");
      const labels = node.type === "list" ? node.children.map(() => visit.label) : this.#labels(node);
      return node.children.map((child, index) => ({
        entry,
        isQuoted,
        isNested,
        node: child,
        opening: undefined,
        label: labels[index],
      }));
    }
    if (node.type === "heading") this.#addHeading(node, visit);
    else if (node.type === "paragraph") this.#addParagraph(node, visit);
    else if (node.type === "table") this.#addTable(node, visit);
    else if (node.type === "code") this.#addCode(node, entry);
    else if (node.type === "html") this.#addHtml(node);
    return [];
  }

  #visitItem(node: ListItem, { entry: parent, isQuoted, label }: Visit): Visit[] {
    const { start } = this.#range(node);
    const first = node.children.find((child) => child.type !== "definition");
    const opening = this.#isText(first) ? this.#range(first) : undefined;
    const checkbox = opening === undefined ? undefined : readCheckbox(this.#text, opening.start, this.#marks);
    const entry: ListEntry = {
      offset: start,
      isOrdered: /\d/.test(this.#text.charAt(start)),
      isQuoted,
      parent,
      checkbox,
      head: opening === undefined ? undefined : this.#head(checkbox?.end ?? opening.start, opening.end),
    };
    this.#entries.push(entry);
    if (label !== undefined) this.#listLabels.set(entry, label);
    const labels = this.#labels(node);
    return node.children.map((child, index) => ({
      node: child,
      entry,
      isQuoted,
      isNested: true,
      opening: child === first ? opening : undefined,
      label: labels[index],
    }));
  }

  /** For each block in a container, the bold label that a list in its place stands under: it reaches over comments and from list to list. */
  #labels(container: Root | Blockquote | FootnoteDefinition | ListItem): readonly (TextRange | undefined)[] {
    const isTop = container.type === "root";
    let label = isTop ? this.#topLabel : undefined;
    const labels = container.children.map((child) => {
      if (child.type === "paragraph") label = readListLabel(this.#text, this.#range(child));
      else if (child.type !== "list" && !this.#isComment(child)) label = undefined;
      return label;
    });
    if (isTop) this.#topLabel = label;
    return labels;
  }

  /** Undefined where nothing but white space is left. */
  #head(start: number, end: number): TextRange | undefined {
    return hasText(this.#text, start, end) ? { start, end } : undefined;
  }

  #isComment(node: Nodes): boolean {
    return node.type === "html" && node.value.startsWith(COMMENT);
  }

  #isText(node: Nodes | undefined): node is Paragraph | HeadingNode {
    if (node === undefined) return false;
    if (node.type === "paragraph") return true;
    return node.type === "heading" && this.#text[this.#range(node).start] !== "#";
  }

  #addHeading(node: HeadingNode, visit: Visit): void {
    const range = this.#range(node);
    if (!visit.isNested) {
      this.#headings.push({ offset: range.start, end: range.end, depth: node.depth });
    } else if (visit.entry !== undefined && visit.opening === undefined) {
      this.#blocks.push({ ...range, entry: visit.entry, isCode: false });
    }
    this.#noteBoxes(range, visit, visit.opening === undefined ? "heading" : "paragraph");
  }

  #addParagraph(node: Paragraph, visit: Visit): void {
    const range = this.#range(node);
    if (visit.entry !== undefined && visit.opening === undefined) {
      this.#blocks.push({ ...range, entry: visit.entry, isCode: false });
    }
    this.#noteBoxes(range, visit, "paragraph");
  }

  #noteBoxes(range: TextRange, { opening, isQuoted }: Visit, place: "paragraph" | "heading"): void {
    const prose = { ...(opening ?? range), place, isQuoted, isOpening: opening !== undefined };
    for (const box of boxesInProse(this.#text, prose, this.#marks)) this.#strayBoxes.push(box);
  }

  #addTable(node: Table, visit: Visit): void {
    const range = this.#range(node);
    const head = readLine(this.#text, range.start);
    const columns = visit.isNested ? undefined : taskColumns(this.#text.slice(head.first, head.end));
    const { rows, strayBoxes, emptyRows } = readTable(
      this.#text,
      { table: node, base: this.#base, marks: this.#marks },
      columns,
    );
    for (const row of rows) this.#tableRows.push(row);
    for (const box of strayBoxes) this.#strayBoxes.push({ ...box, place: "table" });
    for (const offset of emptyRows) this.#emptyRows.push(offset);
  }

  #addCode(node: Code, entry: ListEntry | undefined): void {
    const range = this.#range(node);
    // A fence without end has line ends in it or not, as another block follows or not.
    const end = trimmedEnd(this.#text, range.start, range.end);
    if (entry !== undefined) this.#blocks.push({ start: range.start, end, entry, isCode: true });
    this.#noteHiddenBoxes(range, "code");
    const unclosed = unclosedFence(this.#text, range);
    if (unclosed !== undefined) this.#unclosedFences.push(unclosed);
  }

  #addHtml(node: Html): void {
    this.#noteHiddenBoxes(this.#range(node), "comment");
  }

  #noteHiddenBoxes(range: TextRange, place: "code" | "comment"): void {
    for (const box of boxesHiddenIn(this.#text, { ...range, place }, this.#marks)) this.#strayBoxes.push(box);
  }

  #range(node: Nodes): TextRange {
    return {
      start: this.#base + (node.position?.start.offset ?? 0),
      end: this.#base + (node.position?.end.offset ?? 0),
    };
  }
}

function isContainer(node: Nodes): node is Root | List | Blockquote | FootnoteDefinition {
  const { type } = node;
  return type === "root" || type === "list" || type === "blockquote" || type === "footnoteDefinition";
}
