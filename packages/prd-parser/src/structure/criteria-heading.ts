import { stripDecoration } from "./plain-text.ts";

const STRONG =
  /\b(?:acceptance|success|exit|completion|done) criteria\b|\bdefinition of (?:done|ready)\b|^(?:dod|done when)\b|^acceptance$|^(?:must|should|could|nice[ -]to|won['\u2019]?t)[ -]have\b/;
const WEAK = /\bfeatures$|^feature(?: requirements| list)?$/;
const NUMBER = /^[\d.]{1,12}[.)]?\s{1,4}/;
/** Of a label such as `**Features:**`. */
const END = /[*_: ]{1,8}$/;
const LONGEST_HEADING = 200;

/**
 * How surely boxes are criteria and not work: `strong` for acceptance criteria, definition of done, must have …;
 * `weak` for features, which are work in a document that has no other.
 */
export type CriteriaStrength = "strong" | "weak";

/** What a heading, a bullet or a bold label makes of the boxes under it. */
export function criteriaStrength(heading: string): CriteriaStrength | undefined {
  const text = stripDecoration(heading.slice(0, LONGEST_HEADING))
    .toLowerCase()
    .replace(NUMBER, "")
    .replace(END, "");
  if (STRONG.test(text)) return "strong";
  return WEAK.test(text) ? "weak" : undefined;
}

export function strongerOf(
  one: CriteriaStrength | undefined,
  other: CriteriaStrength | undefined,
): CriteriaStrength | undefined {
  return one === "strong" ? one : (other ?? one);
}
