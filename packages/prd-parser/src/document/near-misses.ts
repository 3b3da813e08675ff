import type { Line } from "../blocks/line.ts";
import type { Outline } from "../blocks/outline.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Finding } from "./reporter.ts";

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:[-*+]|\d{1,9}[.)])[ \t]{1,4}[({<][ \t]?[xX]?[ \t]?[)}>][ \t]/, "has round brackets; write `- [ ] …`"],
  [
    /^(?:[-*+][ \t]{1,4})?[\u2610-\u2612\u25A1\u25FB\u2B1C\u2705]/u,
    "has a sign for a box; write `- [ ] …` or `- [x] …`",
  ],
  [
    /^(?:[-*+][ \t]{1,4})?(?:\*{0,2})(?:TODO|DOING|DONE|FIXME|WAITING)\b/,
    "begins with a keyword; write `- [ ] …` or `- [x] …`",
  ],
  [/^[-*+][ \t]{1,4}(?=\S)/, "is a bullet without a checkbox; write `- [ ] …` if it is work"],
];
const PROBE_LENGTH = 40;
const MOST = 10;

/** Lines that look like items to a person, for a document in which none was found; the surest kinds first, at most ten. */
export function nearMissFindings(text: string, lines: Iterable<Line>): readonly Finding[] {
  const byShape = SHAPES.map((): Finding[] => []);
  for (const { first, end } of lines) {
    const head = text.slice(first, Math.min(end, first + PROBE_LENGTH));
    const shape = SHAPES.findIndex(([pattern]) => pattern.test(head));
    const found = byShape[shape];
    if (found !== undefined && found.length < MOST) {
      found.push({ code: "near-miss", message: `this line ${SHAPES[shape]?.[1] ?? ""}`, offset: first });
    }
  }
  return byShape.flat().slice(0, MOST);
}

/** The error for a document without items; it names what came close, with its line. */
export function noItemsFinding(source: SourceText, near: readonly Finding[], outline: Outline): Finding {
  const lineOf = (offset: number): number => source.lineIndexOf(offset) + 1;
  const seen = [
    ...outline.strayBoxes.map(({ offset, count, place }) => {
      const subject = count === 1 ? "a checkbox" : `${count} checkboxes`;
      return `line ${lineOf(offset)} has ${subject} ${STRAY_PLACES[place]}`;
    }),
    ...near.map(({ offset, message }) =>
      message.replace("this line", `line ${lineOf(offset)}`).replace(/;.*$/, ""),
    ),
  ];
  const listed = seen.slice(0, 3).join("; ");
  const more = seen.length > 3 ? `; and ${seen.length - 3} more` : "";
  const ending = seen.length === 0 ? "" : `. What came close: ${listed}${more}`;
  return {
    code: "no-items",
    message: `no task was found: no checkbox such as \`- [ ] …\` and no numbered step${ending}`,
    offset: 0,
  };
}

const STRAY_PLACES = {
  code: "in a code block",
  comment: "in HTML",
  paragraph: "not right behind a list marker",
  heading: "in a heading",
  table: "in a table that is none of tasks",
} as const;
