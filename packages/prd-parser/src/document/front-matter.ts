import type { Line } from "../blocks/line.ts";
import { readLine, readLines } from "../blocks/line.ts";
import { parseBlock } from "./front-matter-block.ts";
import type { FrontMatter } from "./front-matter-block.ts";

const NO_FRONT_MATTER: FrontMatter = {
  end: 0,
  fields: new Map(),
  priority: undefined,
  attributes: {},
  findings: [],
};
const FENCE = "---";
const ENDS = new Set([FENCE, "..."]);

/** Reads the block between two `---` lines at the very start of the text, if there is one; every scalar is text, so that version 1.10 stays 1.10. */
export function readFrontMatter(text: string): FrontMatter {
  const first = readLine(text, 0);
  if (content(text, first) !== FENCE) return NO_FRONT_MATTER;
  for (const line of readLines(text, first.next)) {
    if (ENDS.has(content(text, line)))
      return parseBlock(text.slice(first.next, line.start), first.next, line.next);
  }
  return NO_FRONT_MATTER;
}

function content(text: string, line: Line): string {
  return text.slice(line.start, line.end).trimEnd();
}
