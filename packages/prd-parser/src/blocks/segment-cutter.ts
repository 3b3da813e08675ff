import type { CutText, Segment, TextRange } from "./segment.ts";
import { htmlBlockEnd } from "./html-block.ts";
import type { Line } from "./line.ts";
import type { Fence } from "./line-shape.ts";
import { headingDepth, isSetextUnderline, readFence, readListMarker } from "./line-shape.ts";
import { taskColumns } from "./task-table.ts";
import { readListLabel } from "./list-label.ts";
import { ListContext } from "./list-context.ts";

/** From this length on, a list is also cut between two of its unindented bullets. */
const LONG_SEGMENT = 4096;
const ASTERISK = 42;
const UNDERSCORE = 95;
const BYTE_ORDER_MARK = "\uFEFF";

interface OpenCode {
  readonly start: number;
  readonly fence: Fence | undefined;
  /** What ends an HTML block. */
  readonly terminator: RegExp | undefined;
}

/** The state of `cutSegments` while it walks the lines. */
export class SegmentCutter {
  readonly #text: string;
  readonly #segments: Segment[] = [];
  readonly #codeRanges: TextRange[] = [];
  readonly #lists = new ListContext();
  #segment: Segment | undefined;
  #open: OpenCode | undefined;
  /** A tag may have begun an HTML block that lasts until the next blank line. */
  #mayBeHtml = false;
  /**
   * The line before may be indented code. micromark 4 then still refuses what cannot interrupt a paragraph,
   * such as an empty list item, so the block that follows stays with it.
   */
  #isAfterIndented = false;
  /** Whether a top-level fence is open can no longer be said: the rest stays in one piece. */
  #isHalted = false;

  constructor(text: string) {
    this.#text = text;
  }

  addBlank(line: Line): void {
    this.#mayBeHtml = false;
    if (this.#segment === undefined) this.#startSegment(line);
  }

  add(line: Line, isAfterBlank: boolean): void {
    if (this.#open?.fence !== undefined) this.#addToFence(line, this.#open.fence);
    else if (this.#open?.terminator !== undefined) this.#addToHtml(line, this.#open.terminator);
    else this.#addToText(line, isAfterBlank);
  }

  finish(): CutText {
    if (this.#open !== undefined) {
      this.#codeRanges.push({ start: this.#open.start, end: this.#text.length });
      if (this.#open.fence !== undefined && this.#segment !== undefined) this.#segment.hasOddFence = true;
    }
    if (this.#segment !== undefined) this.#segment.end = this.#text.length;
    return { segments: this.#segments, codeRanges: this.#codeRanges };
  }

  #addToFence(line: Line, open: Fence): void {
    const fence = line.indent < 4 ? readFence(this.#text, line) : undefined;
    if (fence === undefined || fence.character !== open.character || fence.length < open.length) return;
    if (fence.isBare) this.#closeCode(line);
    else if (this.#segment !== undefined) this.#segment.hasOddFence = true;
  }

  #addToHtml(line: Line, terminator: RegExp): void {
    if (terminator.test(this.#text.slice(line.first, line.end))) this.#closeCode(line);
  }

  #closeCode(line: Line): void {
    this.#codeRanges.push({ start: this.#open?.start ?? line.start, end: line.next });
    this.#open = undefined;
  }

  #addToText(line: Line, isAfterBlank: boolean): void {
    if (this.#isCut(line, isAfterBlank)) this.#startSegment(line);
    this.#isAfterIndented = line.indent > 3 && this.#lists.place(line) !== "inside";
    if (this.#opensCode(line)) return;
    this.#lists.add(this.#text, line, { isAfterBlank, isDoubtful: this.#mayBeHtml });
    if (this.#text[line.first] === "<") this.#mayBeHtml = true;
    this.#noteFeatures(line, isAfterBlank);
  }

  #isCut(line: Line, isAfterBlank: boolean): boolean {
    const segment = this.#segment;
    if (segment === undefined) return true;
    if (this.#isHalted || line.indent > 0 || this.#text[line.start] === BYTE_ORDER_MARK) return false;
    if (isAfterBlank) return !this.#isAfterIndented || headingDepth(this.#text, line) > 0;
    if (this.#mayBeHtml || line.start - segment.start < LONG_SEGMENT) return false;
    const marker = readListMarker(this.#text, line);
    return marker !== undefined && !marker.isOrdered && marker.interrupts;
  }

  #startSegment(line: Line): void {
    if (this.#segment !== undefined) this.#segment.end = line.start;
    const depth = line.indent === 0 ? headingDepth(this.#text, line) : 0;
    this.#segment = {
      start: line.start,
      end: this.#text.length,
      headingDepth: depth,
      hasOtherHeading: false,
      hasOrderedItem: false,
      hasTaskTable: false,
      hasListLabel: false,
      hasOddFence: false,
    };
    this.#segments.push(this.#segment);
    this.#lists.reset();
  }

  #opensCode(line: Line): boolean {
    if (line.indent > 3) return false;
    const fence = readFence(this.#text, line);
    const terminator = fence === undefined ? htmlBlockEnd(this.#text, line) : undefined;
    if (fence === undefined && terminator === undefined) return false;
    const placement = this.#lists.place(line);
    if (placement === "unknown") this.#isHalted = true;
    if (placement === "inside") return false;
    this.#lists.close();
    this.#open = { start: line.start, fence, terminator };
    if (terminator !== undefined) this.#addToHtml(line, terminator);
    return true;
  }

  #noteFeatures(line: Line, isAfterBlank: boolean): void {
    const segment = this.#segment;
    if (segment === undefined) return;
    const isHeading =
      headingDepth(this.#text, line) > 0 || (!isAfterBlank && isSetextUnderline(this.#text, line));
    if (isHeading && (line.start !== segment.start || line.indent > 0)) segment.hasOtherHeading = true;
    if (isListLabel(this.#text, line)) segment.hasListLabel = true;
    if (taskColumns(this.#text.slice(line.first, line.end)) !== undefined) segment.hasTaskTable = true;
    if (isOrderedItem(this.#text, line)) segment.hasOrderedItem = true;
  }
}

function isOrderedItem(text: string, line: Line): boolean {
  const code = text.charCodeAt(line.first);
  const startsWithDigit = code >= 48 && code <= 57;
  return startsWithDigit && readListMarker(text, line)?.isOrdered === true;
}

function isListLabel(text: string, { first, end }: Line): boolean {
  const code = text.charCodeAt(first);
  const mayBe = code === ASTERISK || code === UNDERSCORE;
  return mayBe && readListLabel(text, { start: first, end }) !== undefined;
}
