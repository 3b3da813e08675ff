import stringWidth from "fast-string-width";

/** Any character but those of one terminal cell: printable ASCII, and the signs of our own tables. */
const NOT_PLAIN = /[^\x20-\x7e–…○◐●✖]/;

/** Whether every character of the text takes one cell of a terminal, as far as that is seen without taking it apart. */
export function isPlain(text: string): boolean {
  return !NOT_PLAIN.test(text);
}

/** Cells that the text takes on a terminal; plain text, which is nearly all, is not taken apart. */
export function widthOf(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
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
