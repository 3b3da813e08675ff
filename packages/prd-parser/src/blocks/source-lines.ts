import type { TextRange } from "./segment.ts";
import type { Line } from "./line.ts";
import { readLines } from "./line.ts";

/** Where the text of a continued line begins: after its indentation and, in a quote, after the `>` marks. */
export function lineContentStart(text: string, line: Line, isQuoted: boolean): number {
  if (!isQuoted) return line.first;
  let at = line.first;
  while (at < line.end && (text[at] === ">" || text[at] === " " || text[at] === "\t")) at += 1;
  return at;
}

/** The lines of a paragraph, each without indentation, quote marks and trailing white space; blank ones are left out. */
export function paragraphLines(text: string, range: TextRange, isQuoted: boolean): readonly TextRange[] {
  const lines: TextRange[] = [];
  for (const line of readLines(text, range.start, range.end)) {
    const start = lines.length === 0 ? line.first : lineContentStart(text, line, isQuoted);
    const end = trimmedEnd(text, start, Math.min(line.end, range.end));
    if (start < end) lines.push({ start, end });
  }
  return lines;
}

/** The source of a code block in a list item, without the indentation that its list gives it. */
export function dedentedCode(text: string, range: TextRange): string {
  let lineStart = range.start;
  while (lineStart > 0 && text[lineStart - 1] !== "\n" && text[lineStart - 1] !== "\r") lineStart -= 1;
  const margin = range.start - lineStart;
  const parts: string[] = [];
  for (const line of readLines(text, range.start, range.end)) {
    const skip = parts.length === 0 ? line.start : Math.min(line.start + margin, line.first);
    parts.push(text.slice(skip, Math.min(line.end, range.end)));
  }
  return parts.join("\n");
}

/** The end of what stands there without white space behind it. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** Whether something other than white space stands between two offsets. */
export function hasText(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (!/\s/.test(text.charAt(at))) return true;
  return false;
}

/** Past quote, list, heading and table marks, which inside code and prose are only characters. */
export function skipMarkers(text: string, from: number, end: number): number {
  const marker = /(?:[-*+>|]|#{1,6}|\d{1,9}[.)])?[ \t]*/y;
  let at = from;
  for (let previous = -1; at !== previous && at < end;) {
    previous = at;
    marker.lastIndex = at;
    marker.exec(text);
    at = Math.max(marker.lastIndex, at);
    if (text[at] === "[") break;
  }
  return Math.min(at, end);
}
