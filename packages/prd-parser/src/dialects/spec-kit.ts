import type { HeadMatch } from "./head-rule.ts";

const MARK = /^(?:\[(P|US\d{1,3}|SEQUENTIAL|OPTIONAL|manual|human)\]|(\(P\))|(\*))\s{1,4}(?=\S)/;

/** Marks in front of the title: `[P]` and `(P)` parallel, `[US1]` story, `[SEQUENTIAL]`, `[manual]`, and Kiro's `*` for optional. */
export function specKitMark(head: string): HeadMatch | undefined {
  const match = MARK.exec(head);
  if (match === null) return undefined;
  return {
    side: "start",
    length: match[0].length,
    attributes: attributeOf(match[1] ?? match[2] ?? "OPTIONAL"),
  };
}

function attributeOf(mark: string): Readonly<Record<string, readonly string[]>> {
  if (mark.startsWith("US")) return { story: [mark] };
  if (mark === "P" || mark === "(P)") return { parallel: ["true"] };
  if (mark === "SEQUENTIAL") return { parallel: ["false"] };
  return mark === "OPTIONAL" ? { optional: ["true"] } : { manual: ["true"] };
}
