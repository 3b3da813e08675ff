import type { Line } from "../blocks/line.ts";
import { readLine, readLines } from "../blocks/line.ts";
import { parseBlock } from "./front-matter-block.ts";
import type { FrontMatter } from "./front-matter-block.ts";
import { strayBoxFinding } from "./stray-box-finding.ts";

const NO_FRONT_MATTER: FrontMatter = {
  end: 0,
  fields: new Map(),
  priority: undefined,
  attributes: {},
  findings: [],
};
const FENCE = "---";
const ENDS = new Set([FENCE, "..."]);

const FIELD = /^[\w"'][^:|]{0,80}:(?:\s|$)/;
/** What GitHub shows as a checkbox. In YAML it can only be a part of a text. */
const BOX = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX]?\][ \t]+\S/;

/**
 * Reads the block between two `---` lines at the very start of the text, if there is one; every scalar is text, so that
 * version 1.10 stays 1.10. What has no fields, and a list of checkboxes, is no front matter: the two lines are rules then.
 */
export function readFrontMatter(text: string): FrontMatter {
  const first = readLine(text, 0);
  if (content(text, first) !== FENCE) return NO_FRONT_MATTER;
  const boxes: Line[] = [];
  for (const line of readLines(text, first.next)) {
    if (ENDS.has(content(text, line))) {
      const block = parseBlock(text.slice(first.next, line.start), first.next, line.next);
      const [box] = boxes;
      if (block === undefined) return NO_FRONT_MATTER;
      const isMeant = box === undefined && beginsWithField(text, first.next);
      if (block.findings.length > 0 && !isMeant) return NO_FRONT_MATTER;
      if (box === undefined) return block;
      const stray = { offset: box.first, place: "front-matter", count: boxes.length } as const;
      return { ...block, findings: [strayBoxFinding(stray)] };
    }
    if (BOX.test(text.slice(line.start, line.end))) boxes.push(line);
  }
  return NO_FRONT_MATTER;
}

/** Whether the first line that says something looks like a field: then the block was meant as YAML, valid or not. */
function beginsWithField(text: string, start: number): boolean {
  for (const line of readLines(text, start)) {
    const said = content(text, line).trimStart();
    if (said !== "" && !said.startsWith("#")) return FIELD.test(said);
  }
  return false;
}

function content(text: string, line: Line): string {
  return text.slice(line.start, line.end).trimEnd();
}
