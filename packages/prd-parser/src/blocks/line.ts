const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB_STOP = 4;

/** One line of a text; offsets are into the text. */
export interface Line {
  readonly start: number;
  /** End of the content, before the line ending. */
  readonly end: number;
  /** Start of the next line, or the length of the text. */
  readonly next: number;
  /** Offset of the first character that is no space or tab; `end` on a blank line. */
  readonly first: number;
  /** Columns before `first`, with tab stops of four (CommonMark 0.31, 2.2). */
  readonly indent: number;
}

/** The line that starts at `start`. */
export function readLine(text: string, start: number): Line {
  let first = start;
  let indent = 0;
  for (; ; first += 1) {
    const code = text.charCodeAt(first);
    if (code === SPACE) indent += 1;
    else if (code === TAB) indent += TAB_STOP - (indent % TAB_STOP);
    else break;
  }
  const end = endOfLine(text, first);
  const next = text.charCodeAt(end) === RETURN && text.charCodeAt(end + 1) === NEWLINE ? end + 2 : end + 1;
  return { start, end, next: Math.min(next, text.length), first, indent };
}

export function isBlank(line: Line): boolean {
  return line.first === line.end;
}

/** Every line of `text` between two offsets that are line starts. */
export function* readLines(text: string, start = 0, end = text.length): Generator<Line> {
  for (let at = start; at < end;) {
    const line = readLine(text, at);
    yield line;
    at = line.next;
  }
}

function endOfLine(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE || code === RETURN) break;
  }
  return at;
}
