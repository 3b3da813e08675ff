import type { HeadMatch } from "./head-rule.ts";

const ATTRIBUTE = /\{#([\w.:-]{1,64})\}$/;
const COMMENT = /<!--\s{0,4}id\s{0,2}[:=]\s{0,4}([\w.:-]{1,64})\s{0,4}-->$/i;
const LONGEST = 100;

/** Ids that end an item: `{#id}` and `<!-- id: x -->`. */
export function trailingId(head: string): HeadMatch | undefined {
  if (!head.endsWith("}") && !head.endsWith(">")) return undefined;
  const tail = head.slice(-LONGEST);
  const match = ATTRIBUTE.exec(tail) ?? COMMENT.exec(tail);
  return match === null ? undefined : { side: "end", length: match[0].length, id: match[1] ?? "" };
}
