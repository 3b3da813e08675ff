import type { TextRange } from "../blocks/segment.ts";
import type { Line } from "../blocks/line.ts";
import { isBlank, readLines } from "../blocks/line.ts";

/** The lines of `text` that are not blank and in none of the code ranges, which are in order. */
export function* proseLines(text: string, codeRanges: readonly TextRange[], start = 0): Generator<Line> {
  let next = 0;
  for (const line of readLines(text, start)) {
    while ((codeRanges[next]?.end ?? Number.POSITIVE_INFINITY) <= line.start) next += 1;
    const isCode = (codeRanges[next]?.start ?? Number.POSITIVE_INFINITY) <= line.start;
    if (!isCode && !isBlank(line)) yield line;
  }
}
