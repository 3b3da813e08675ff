export interface LabelledLine {
  readonly label: string;
  readonly value: string;
}

const LONGEST_LABEL = 40;

/** `**Label:** value`, `**Label**: value` or `Label: value`, with or without a bullet; undefined otherwise. */
export function parseLabelledLine(line: string): LabelledLine | undefined {
  const text = line.trim().replace(/^[-*+]\s{1,4}/, "");
  const isBold = text.startsWith("**");
  const colon = text.slice(0, LONGEST_LABEL + 5).indexOf(":");
  if (colon < 1) return undefined;
  const label = text
    .slice(isBold ? 2 : 0, colon)
    .replace(/\*\*$/, "")
    .trim();
  if (!/^[A-Za-z][A-Za-z \t/()-]*$/.test(label)) return undefined;
  const value = text
    .slice(colon + 1)
    .replace(/^\*\*/, "")
    .trim();
  return { label: label.toLowerCase(), value };
}
