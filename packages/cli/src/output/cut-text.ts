import stringWidth from "fast-string-width";

/** Characters of one terminal cell: printable ASCII, and the signs of our own tables. */
const PLAIN = /^[\x20-\x7e–…○◐●✖]*$/;

/** Cells that the text takes on a terminal; plain text, which is nearly all, is not taken apart. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** The text cut to at most `width` terminal cells, with `…` where something was cut off. */
export function cutText(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const next = widthOf(segment);
    if (used + next > width - 1) break;
    cut += segment;
    used += next;
  }
  return `${cut}…`;
}
