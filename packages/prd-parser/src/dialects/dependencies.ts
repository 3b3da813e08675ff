import { isCode, parseDependencyList } from "./dependency-list.ts";
import type { HeadMatch } from "./head-rule.ts";

const OPENING =
  /^(?:(depends?(?:\s{1,2}on)?|dependenc(?:y|ies)|deps?|blocked\s{1,2}by)|after|needs|requires)\s{0,2}(:?)\s{1,4}/i;
const PAIRS: Readonly<Record<string, string>> = { ")": "(", "]": "[" };
const LONGEST = 2000;

/**
 * Dependencies in brackets at the end, with or without a full stop: `(depends on T001, T002)`, `[deps: a]`; in front too, for `[depends on: 1.0] Title`.
 * `(after lunch)` and `(needs root)` are prose: without a colon these words take ids only.
 */
export function bracketedDependencies(head: string): HeadMatch | undefined {
  return atEnd(head) ?? atStart(head);
}

function atEnd(head: string): HeadMatch | undefined {
  const text = head.endsWith(".") ? head.slice(0, -1) : head;
  const opening = PAIRS[text.at(-1) ?? ""];
  if (opening === undefined) return undefined;
  const start = openingOf(text, opening);
  if (start === -1) return undefined;
  const match = readBrackets(text.slice(start), "end");
  return match && { ...match, length: head.length - start };
}

/** Where the bracket at the end of `text` was opened; -1 where it was not, or too far before. */
function openingOf(text: string, opening: string): number {
  const closing = text.at(-1);
  let depth = 0;
  for (let at = text.length - 1; at >= 0 && text.length - at <= LONGEST; at -= 1) {
    if (text[at] === closing) depth += 1;
    else if (text[at] === opening) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

function atStart(head: string): HeadMatch | undefined {
  if (!head.startsWith("[")) return undefined;
  const end = head.slice(0, LONGEST).indexOf("]");
  return end === -1 ? undefined : readBrackets(head.slice(0, end + 1), "start");
}

function readBrackets(text: string, side: "start" | "end"): HeadMatch | undefined {
  const opening = OPENING.exec(text.slice(1, -1));
  if (opening === null) return undefined;
  const dependencies = parseDependencyList(text.slice(1 + opening[0].length, -1), 1 + opening[0].length);
  if (dependencies === undefined) return undefined;
  const isPlain = opening[1] === undefined && opening[2] === "";
  if (isPlain && !dependencies.every((reference) => isCode(reference.text))) return undefined;
  return { side, length: text.length, dependencies };
}
