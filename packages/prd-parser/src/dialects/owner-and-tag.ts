import type { HeadMatch } from "./head-rule.ts";

const OWNER = /(?<=\s)@([A-Za-z][\w-]{0,38}),?$/;
const TAG = /(?<=\s)#([A-Za-z][\w/-]{0,38})$/;
const ESTIMATE = /(?<=\s)(?:~|\u23F1\uFE0F?\s{0,2})(\d{1,4}(?:\.\d)?(?:m|min|h|d|w))$/u;
const SIGN = /[@#~\u23F1]/;
const LONGEST = 80;

/** `@ada`, `#backend` and `~2h` behind a title; `ops@example.com`, `C#`, `#12` and `~/bin` are prose. */
export function ownerAndTag(head: string): HeadMatch | undefined {
  const tail = head.slice(-LONGEST);
  if (!SIGN.test(tail)) return undefined;
  return read(OWNER, "owner", tail) ?? read(TAG, "tag", tail) ?? read(ESTIMATE, "estimate", tail);
}

function read(pattern: RegExp, attribute: string, tail: string): HeadMatch | undefined {
  const match = pattern.exec(tail);
  return match === null
    ? undefined
    : { side: "end", length: match[0].length, attributes: { [attribute]: [match[1] ?? ""] } };
}
