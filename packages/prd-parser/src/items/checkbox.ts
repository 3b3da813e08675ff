import type { TaskStatus } from "@canary/core";
import type { TextRange } from "../blocks/segment.ts";

/** A checkbox as the source has it. */
export interface Checkbox {
  /** What stands between the brackets, trimmed; a space when nothing does. */
  readonly mark: string;
  readonly status: TaskStatus;
  /** Offset after the closing bracket. */
  readonly end: number;
  /** Written as GitHub wants it: one mark, then white space. */
  readonly isPlain: boolean;
  /** The mark has no meaning in the table. */
  readonly isUnknown: boolean;
}

/** Statuses by what stands between the brackets. */
export type CheckboxMarks = Readonly<Record<string, TaskStatus>>;

/** What each mark between the brackets means; docs/prd-format.md explains where each comes from. */
export const CHECKBOX_MARKS: CheckboxMarks = {
  " ": "pending",
  x: "completed",
  X: "completed",
  "✓": "completed",
  "✔": "completed",
  "✅": "completed",
  "/": "in_progress",
  "-": "skipped",
  "~": "skipped",
  ">": "pending",
  "!": "pending",
  "?": "pending",
};

const BOX = /\[([ \t\u00A0]{0,2}([^\s[\]]{0,2})[ \t\u00A0]{0,2})\]/uy;
const PLAIN = /^[ \txX]$/;
const MARK = /[ \t>*+.)\d#|-]/;
const LINK_FOLLOWS = /[(:[]/;

/** The checkbox that starts at `at`; links, citations such as `[1]` and `[ab]` are none. */
export function readCheckbox(
  text: string,
  at: number,
  marks: CheckboxMarks = CHECKBOX_MARKS,
): Checkbox | undefined {
  const box = matchBox(text, at);
  if (box === undefined) return undefined;
  const { mark, end, following } = box;
  const isSpaced = following === "" || /\s/.test(following);
  const status = Object.hasOwn(marks, mark) ? marks[mark] : undefined;
  // Kiro marks optional tasks by a star behind the box.
  const isPlain = PLAIN.test(box.inner) && (isSpaced || text.startsWith("* ", end));
  if (status !== undefined) return { mark, status, end, isPlain, isUnknown: false };
  return isSpaced && !isWord(mark) ? { mark, status: "pending", end, isPlain, isUnknown: true } : undefined;
}

interface BoxMatch {
  /** Everything between the brackets. */
  readonly inner: string;
  readonly mark: string;
  readonly end: number;
  /** The character after the closing bracket. */
  readonly following: string;
}

function matchBox(text: string, at: number): BoxMatch | undefined {
  if (text[at] !== "[") return undefined;
  BOX.lastIndex = at;
  const match = BOX.exec(text);
  if (match === null) return undefined;
  const [box, inner = "", content = ""] = match;
  const end = at + box.length;
  const following = text.charAt(end);
  if (LINK_FOLLOWS.test(following)) return undefined;
  return { inner, mark: content === "" ? " " : content.replace("\uFE0F", ""), end, following };
}

/** A number, or more than one character. */
function isWord(mark: string): boolean {
  return Array.from(mark).length > 1 || /^\p{N}$/u.test(mark);
}

/** Whether some line or cell of a table between two offsets begins, after quote, list and heading marks, with something that `readCheckbox` accepts. */
export function holdsCheckbox(
  text: string,
  { start, end }: TextRange,
  marks: CheckboxMarks = CHECKBOX_MARKS,
): boolean {
  // Searched in a slice: a search of the text would run on to its end.
  const range = text.slice(start, end);
  for (let at = range.indexOf("["); at !== -1; at = range.indexOf("[", at + 1)) {
    if (isAfterMarks(range, 0, at) && readCheckbox(text, start + at, marks) !== undefined) return true;
  }
  return false;
}

/** Whether nothing but marks, white space and the opening of a comment stands between the start of the line, or of a cell, and `at`. */
function isAfterMarks(text: string, start: number, at: number): boolean {
  let before = at - 1;
  while (before >= start && MARK.test(text.charAt(before))) before -= 1;
  const isInComment = text[before] === "!" && text[before - 1] === "<";
  const isLineStart = before < start || /[\n\r:]/.test(text.charAt(before));
  return isLineStart || isInComment || text.slice(before + 1, at).includes("|");
}
