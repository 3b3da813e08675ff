import type { Line } from "./line.ts";

/** A run of at least three backticks or tildes at the start of a line. */
export interface Fence {
  readonly character: string;
  readonly length: number;
  /** Nothing but white space after the run: it may close a block. */
  readonly isBare: boolean;
}

/** A bullet or a number at the start of a line. */
export interface ListMarker {
  readonly isOrdered: boolean;
  /** May begin a list in the middle of a paragraph: it has content, and a number is 1. */
  readonly interrupts: boolean;
  /** Columns of the content, counted from the line's start; undefined where tabs make that hard to say. */
  readonly contentColumn: number | undefined;
}

const HEADING = /#{1,6}(?=[ \t]|$)/y;
const MARKER = /(?:[-*+]|(\d{1,9})[.)])(?=[ \t]|$)/y;
const MAX_PADDING = 4;

/** Depth of the ATX heading that the line is, when its indentation allows one; else 0. */
export function headingDepth(text: string, line: Line): number {
  if (line.indent > 3 || text[line.first] !== "#") return 0;
  HEADING.lastIndex = 0;
  return HEADING.exec(text.slice(line.first, Math.min(line.end, line.first + 8)))?.[0].length ?? 0;
}

/** The fence that the line opens or closes, when its indentation allows one. */
export function readFence(text: string, line: Line): Fence | undefined {
  const character = text.charAt(line.first);
  if (character !== "`" && character !== "~") return undefined;
  let end = line.first;
  while (text[end] === character) end += 1;
  const length = end - line.first;
  if (length < 3) return undefined;
  const info = text.slice(end, line.end);
  if (character === "`" && info.includes("`")) return undefined;
  return { character, length, isBare: info.trim() === "" };
}

/** The list marker that the line begins with; a thematic break has none. */
export function readListMarker(text: string, line: Line): ListMarker | undefined {
  MARKER.lastIndex = 0;
  const head = text.slice(line.first, Math.min(line.end, line.first + 16));
  const match = MARKER.exec(head);
  if (match === null || isThematicBreak(text, line)) return undefined;
  const width = match[0].length;
  const content = contentStart(text, line, line.first + width);
  const padding = content - line.first - width;
  const isEmpty = content === line.end;
  const hasTab = text.slice(line.start, content).includes("\t");
  const column = line.indent + width + (isEmpty || padding > MAX_PADDING ? 1 : padding);
  return {
    isOrdered: match[1] !== undefined,
    interrupts: !isEmpty && (match[1] === undefined || Number(match[1]) === 1),
    contentColumn: hasTab ? undefined : column,
  };
}

/** Three or more of `-`, `*` or `_`, alike, with nothing but white space between. */
export function isThematicBreak(text: string, line: Line): boolean {
  const character = text.charAt(line.first);
  if (character !== "-" && character !== "*" && character !== "_") return false;
  let count = 0;
  for (let at = line.first; at < line.end; at += 1) {
    const found = text[at];
    if (found === character) count += 1;
    else if (found !== " " && found !== "\t") return false;
  }
  return count > 2;
}

/** A run of `=` or `-` alone: under a paragraph, it makes a heading. */
export function isSetextUnderline(text: string, line: Line): boolean {
  const character = text.charAt(line.first);
  if (line.indent > 3 || (character !== "=" && character !== "-")) return false;
  let end = line.first;
  while (text[end] === character) end += 1;
  return text.slice(end, line.end).trim() === "";
}

function contentStart(text: string, line: Line, from: number): number {
  let at = from;
  while (at < line.end && (text[at] === " " || text[at] === "\t")) at += 1;
  return at;
}
