import type { Priority } from "@canary/core";
import { parsePriority } from "@canary/core";
import type { HeadMatch } from "./head-rule.ts";

const WORD = "P[0-4]|critical|high|medium|low";
const START = new RegExp(`^\\[(?:priority:\\s{0,2})?(${WORD})\\]\\s{1,4}(?=\\S)`, "i");
const END = new RegExp(
  `(?:\\[(?:priority:\\s{0,2})?(${WORD})\\]|\\((?:priority:\\s{0,2}(${WORD})|(P[0-4]))\\)|(?<=\\s)!(${WORD}))$`,
  "i",
);
const ORG = /^\[#([ABC])\]\s{1,4}(?=\S)/;
const ORG_PRIORITIES: Readonly<Record<string, Priority>> = { A: "high", B: "medium", C: "low" };
const SIGN = /[[(!]/;
const LONGEST = 40;

/** `[P1]`, `[HIGH]`, `(P0)`, `(priority: high)`, `!high` and Org's `[#A]`; `(high)` in brackets alone is prose. */
export function priorityMark(head: string): HeadMatch | undefined {
  const org = ORG.exec(head);
  if (org !== null)
    return { side: "start", length: org[0].length, priority: ORG_PRIORITIES[org[1] ?? ""] ?? "medium" };
  const start = START.exec(head);
  if (start !== null) return { side: "start", length: start[0].length, ...priorityOf(start[1]) };
  const tail = head.slice(-LONGEST);
  const end = SIGN.test(tail) ? END.exec(tail) : null;
  if (end === null) return undefined;
  return { side: "end", length: end[0].length, ...priorityOf(end[1] ?? end[2] ?? end[3] ?? end[4]) };
}

function priorityOf(word: string | undefined): { readonly priority: Priority } | undefined {
  const priority = parsePriority(word ?? "");
  return priority === undefined ? undefined : { priority };
}
