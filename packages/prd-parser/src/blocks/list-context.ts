import type { Line } from "./line.ts";
import { readListMarker } from "./line-shape.ts";

/** Whether a line belongs to a list that is open at the top level. */
export type Placement = "top" | "inside" | "unknown";

interface LineFacts {
  readonly isAfterBlank: boolean;
  readonly isDoubtful: boolean;
}

/**
 * Follows the outermost list item of a stretch of lines, so far as that can be done without a full parse.
 * Only the question whether a fence or a comment is at the top level needs it; `unknown` is always a safe answer.
 */
export class ListContext {
  #column: number | undefined;
  #isOrdered = false;
  #isCertain = true;

  reset(): void {
    this.#column = undefined;
    this.#isCertain = true;
  }

  /** Where a block that starts on `line` would be. */
  place(line: Line): Placement {
    if (line.indent === 0) return "top";
    if (!this.#isCertain) return "unknown";
    return this.#column !== undefined && line.indent >= this.#column ? "inside" : "top";
  }

  /** Takes a line that is not blank into account; a doubtful one may be a part of HTML, whatever it looks like. */
  add(text: string, line: Line, { isAfterBlank, isDoubtful }: LineFacts): void {
    if (this.#column !== undefined && line.indent >= this.#column) return;
    const marker = line.indent < 4 ? readListMarker(text, line) : undefined;
    if (marker === undefined) this.#addOther(isAfterBlank);
    else {
      const continues = this.#column !== undefined && this.#isOrdered === marker.isOrdered;
      const isItem = isAfterBlank || continues || marker.interrupts;
      this.#isCertain = this.#isCertain && isItem && !isDoubtful && marker.contentColumn !== undefined;
      this.#column = marker.contentColumn ?? line.indent + 2;
      this.#isOrdered = marker.isOrdered;
    }
  }

  /** A block at the top level has begun: every list is closed. */
  close(): void {
    this.#column = undefined;
  }

  #addOther(isAfterBlank: boolean): void {
    if (this.#column === undefined) return;
    if (isAfterBlank) this.#column = undefined;
    else this.#isCertain = false;
  }
}
