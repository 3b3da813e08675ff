import stringWidth from "string-width";

const SEGMENTER = new Intl.Segmenter();

/** The text cut to at most `width` terminal cells, with `…` where something was cut off. */
export function cutText(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let cut = "";
  let used = 0;
  for (const { segment } of SEGMENTER.segment(text)) {
    const next = stringWidth(segment);
    if (used + next > width - 1) break;
    cut += segment;
    used += next;
  }
  return `${cut}…`;
}

/** The text in exactly `width` terminal cells: padded with blanks, or cut. */
export function fitText(text: string, width: number): string {
  const cut = cutText(text, width);
  return cut + " ".repeat(Math.max(0, width - stringWidth(cut)));
}
