import type { SourceLocation } from "@canary/core";
import { readLine } from "../blocks/line.ts";
import type { TextRange } from "../blocks/segment.ts";
import type { Replacement } from "./repair-mojibake.ts";
import { utf8Length } from "./utf8.ts";

export interface SourceParts {
  readonly file: string;
  readonly original: string;
  /** Sorted, not overlapping. */
  readonly replacements: readonly Replacement[];
  /** Offsets in `original` of characters that stand for one byte. */
  readonly invalid: readonly number[];
}

/** Lines that are looked at one after the other before all of them are searched. */
const NEAR = 16;

interface Shift {
  /** The replaced stretch in the repaired text. */
  readonly start: number;
  readonly end: number;
  /** What to add to a repaired offset from there on, to have the original one. */
  readonly delta: number;
}

/** The text as it is parsed, and the way back from its offsets to places in the original file. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #original: string;
  readonly #invalid: readonly number[];
  readonly #shifts: readonly Shift[];
  readonly #lineStarts: readonly number[];
  readonly #lineBytes: number[] = [0];
  /** Where the last question was answered: the next one is mostly about a line soon behind it. */
  #lastIndex = 0;

  constructor({ file, original, replacements, invalid }: SourceParts) {
    this.file = file;
    this.#original = original;
    this.#invalid = invalid;
    const { text, shifts } = applyReplacements(original, replacements);
    this.text = text;
    this.#shifts = shifts;
    this.#lineStarts = lineStartsOf(text);
  }

  /** Where the offset of the parsed text is in the original file. */
  locate(offset: number): SourceLocation {
    const index = this.lineIndexOf(offset);
    const lineStart = this.#toOriginal(this.#lineStarts[index] ?? 0);
    const original = this.#toOriginal(offset);
    return {
      file: this.file,
      line: index + 1,
      column: original - lineStart + 1,
      offset: this.#bytesBeforeLine(index) + this.#bytes(lineStart, original),
    };
  }

  /** The line of this number, counted from 1, as it is parsed; undefined where there is none. */
  lineRange(line: number): TextRange | undefined {
    const start = this.#lineStarts[line - 1];
    if (start === undefined || (start === this.text.length && line > 1)) return undefined;
    return { start, end: readLine(this.text, start).end };
  }

  /** Index from 0 of the line that holds `offset`. */
  lineIndexOf(offset: number): number {
    const starts = this.#lineStarts;
    let index = this.#lastIndex;
    if ((starts[index] ?? 0) > offset) {
      index = lastIndexWhere(index, (each) => (starts[each] ?? 0) <= offset);
    } else {
      const near = Math.min(index + NEAR, starts.length - 1);
      while (index < near && (starts[index + 1] ?? 0) <= offset) index += 1;
      if (index === near) index = lastIndexWhere(starts.length, (each) => (starts[each] ?? 0) <= offset);
    }
    this.#lastIndex = Math.max(0, index);
    return index;
  }

  /** The offset in the parsed text of an offset in the original one; the start of its stretch where that was replaced. */
  fromOriginal(original: number): number {
    const last = lastIndexWhere(this.#shifts.length, (index) => this.#originalEnd(index) <= original);
    const offset = original - (this.#shifts[last]?.delta ?? 0);
    return Math.min(offset, this.#shifts[last + 1]?.start ?? offset);
  }

  #originalEnd(index: number): number {
    const shift = this.#shifts[index];
    return shift === undefined ? Number.POSITIVE_INFINITY : shift.end + shift.delta;
  }

  #toOriginal(offset: number): number {
    if (this.#shifts.length === 0) return offset;
    const last = lastIndexWhere(this.#shifts.length, (index) => (this.#shifts[index]?.end ?? 0) <= offset);
    return offset + (this.#shifts[last]?.delta ?? 0);
  }

  /** Counts forward from the furthest line that is known, so that a whole document costs one pass. */
  #bytesBeforeLine(index: number): number {
    for (let known = this.#lineBytes.length - 1; known < index; known += 1) {
      const start = known === 0 ? 0 : this.#toOriginal(this.#lineStarts[known] ?? 0);
      const end = this.#toOriginal(this.#lineStarts[known + 1] ?? 0);
      this.#lineBytes.push((this.#lineBytes[known] ?? 0) + this.#bytes(start, end));
    }
    if (index === 0) return this.#bytes(0, this.#toOriginal(0));
    return this.#lineBytes[index] ?? 0;
  }

  #bytes(start: number, end: number): number {
    const before = (offset: number): number =>
      lastIndexWhere(this.#invalid.length, (index) => (this.#invalid[index] ?? 0) < offset) + 1;
    const single = this.#invalid.length === 0 ? 0 : before(end) - before(start);
    return utf8Length(this.#original, start, end) - 2 * single;
  }
}

/** Greatest index for which a condition that turns false only once holds, or -1. */
function lastIndexWhere(length: number, holds: (index: number) => boolean): number {
  let low = -1;
  let high = length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function applyReplacements(
  original: string,
  replacements: readonly Replacement[],
): { readonly text: string; readonly shifts: readonly Shift[] } {
  const parts: string[] = [];
  const shifts: Shift[] = [];
  let taken = 0;
  let length = 0;
  for (const { originalStart, originalEnd, text } of replacements) {
    parts.push(original.slice(taken, originalStart), text);
    length += originalStart - taken + text.length;
    shifts.push({ start: length - text.length, end: length, delta: originalEnd - length });
    taken = originalEnd;
  }
  parts.push(original.slice(taken));
  return { text: parts.join(""), shifts };
}

/** A line ends at `\n`, `\r\n` or `\r`, as in CommonMark. */
function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isEnd = code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10);
    if (isEnd) starts.push(at + 1);
  }
  return starts;
}
