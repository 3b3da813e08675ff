import type { Line } from "./line.ts";

const RAW_TAG = /^<(script|pre|style|textarea)(?=[\s>]|$)/i;
const RAW_TAG_END = /<\/(?:script|pre|style|textarea)>/i;
const DECLARATION = /^<![a-z]/i;
const PROBE_LENGTH = 16;

/** What ends the HTML block that the line begins, for the kinds that outlast blank lines (CommonMark 0.31, 4.6, 1 to 5). */
export function htmlBlockEnd(text: string, line: Line): RegExp | undefined {
  if (text[line.first] !== "<") return undefined;
  const head = text.slice(line.first, Math.min(line.end, line.first + PROBE_LENGTH));
  if (head.startsWith("<!--")) return /-->/;
  if (head.startsWith("<![CDATA[")) return /\]\]>/;
  if (head.startsWith("<?")) return /\?>/;
  if (DECLARATION.test(head)) return />/;
  return RAW_TAG.test(head) ? RAW_TAG_END : undefined;
}
