import type { Heading } from "../blocks/outline.ts";
import { readLine } from "../blocks/line.ts";
import { plainText } from "./plain-text.ts";

/** A heading with what lies under it. */
export interface Section {
  readonly offset: number;
  readonly depth: number;
  /** The heading's plain text. */
  readonly text: string;
  /** Plain texts from the outermost heading down to this one. */
  readonly path: readonly string[];
  readonly parent: Section | undefined;
  /** Offset of the first character after the heading. */
  readonly bodyStart: number;
}

/** The headings as a tree, in document order. */
export function readSections(text: string, headings: readonly Heading[]): readonly Section[] {
  const open: Section[] = [];
  return headings.map((heading) => {
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
    const parent = open.at(-1);
    const title = plainText(headingSource(text, heading));
    const section: Section = {
      offset: heading.offset,
      depth: heading.depth,
      text: title,
      path: [...(parent?.path ?? []), title],
      parent,
      bodyStart: heading.end,
    };
    open.push(section);
    return section;
  });
}

/** The Markdown between the marks of an ATX heading, or above the underline of the other kind. */
function headingSource(text: string, { offset, end }: Heading): string {
  if (text[offset] !== "#") {
    const source = text.slice(offset, end).trimEnd();
    const lastLine = Math.max(source.lastIndexOf("\n"), source.lastIndexOf("\r"));
    return source.slice(0, Math.max(lastLine, 0));
  }
  const line = readLine(text, offset);
  let start = offset;
  while (text[start] === "#") start += 1;
  return withoutClosingMarks(text.slice(start, line.end));
}

/** `## Title ##` has marks at its end too, when a space stands before them. */
function withoutClosingMarks(source: string): string {
  const trimmed = source.trimEnd();
  let end = trimmed.length;
  while (trimmed[end - 1] === "#") end -= 1;
  const before = trimmed[end - 1];
  return end === 0 || before === " " || before === "\t" ? trimmed.slice(0, end) : trimmed;
}
