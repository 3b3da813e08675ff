import { isBlank, readLines } from "./line.ts";
import { SegmentCutter } from "./segment-cutter.ts";
import type { CutText } from "./segment.ts";

/**
 * Cuts the text where a new top-level block surely begins: at an unindented line after a blank one, outside fences and HTML.
 * Begins at `start`, which must be the start of a line. Parsing the segments one by one gives the blocks of the whole, at a cost that grows linearly.
 */
export function cutSegments(text: string, start = 0): CutText {
  const cutter = new SegmentCutter(text);
  let isAfterBlank = true;
  for (const line of readLines(text, start)) {
    const isEmpty = isBlank(line);
    if (isEmpty) cutter.addBlank(line);
    else cutter.add(line, isAfterBlank);
    isAfterBlank = isEmpty;
  }
  return cutter.finish();
}
