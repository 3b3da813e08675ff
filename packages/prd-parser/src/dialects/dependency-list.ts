import type { MatchedReference } from "./head-rule.ts";

const SEPARATOR = /,|;|&|\s(?:and|und)\s/gi;
const PHASES = String.raw`(?:phases?|milestones?)\s{1,3}\d{1,4}(?:\s{0,2}(?:-|\u2013|\.\.)\s{0,2}\d{1,4})?`;
const CODE_NAME = String.raw`(?:T\d{3,6}|TASK[_-]?\d{1,6}|[A-Z][A-Z0-9]{1,9}-\d{1,6}|#\d{1,6}|\d{1,4}(?:\.\d{1,4}){1,5})`;
const TO = String.raw`(?:\s{0,2}(?:-|\u2013|\.\.)\s{0,2}|\s{1,2}(?:to|through)\s{1,2})`;
const CODES = `${CODE_NAME}(?:${TO}${CODE_NAME})?`;
const CODE = new RegExp(`^(?:${CODES}|[Pp]hases?${PHASES.slice(PHASES.indexOf(")") + 1)})$`);
const NAME = new RegExp(String.raw`^(?:[a-z\d_#][\w.:#/\u2013-]{0,63}|${PHASES}|${CODES})$`, "i");
/** The title of a phase behind its number, and what is said in brackets about an id. */
const PHASE_TITLE = new RegExp(
  String.raw`^(${PHASES})\s{0,2}(?::|\s[\u2013\u2014-])\s{1,4}[^\d:]{1,80}$`,
  "i",
);
const NOTE = /^(\S{1,64})\s{1,3}\([^()]{1,80}\)$/;
const ID_SHAPE =
  /[-_:\u2013]|\.\.|^(?:#?[A-Za-z]{0,4}\d{1,6}(?:\.\d{1,4}){0,5}|(?:phase|milestone)s?\s{1,3}\d{1,4})$/i;
const NOTHING = /^(?:none|nothing|n\/a|na|-|\u2013|\u2014)?\.?$/i;
const LONGEST = 2000;

/**
 * The names in a list such as `T001, T002 and Phase 1`; empty for `none`.
 * Undefined when some part is no name: then the text is prose. Indexes count from `offset`.
 */
export function parseDependencyList(list: string, offset: number): readonly MatchedReference[] | undefined {
  if (list.length > LONGEST) return undefined;
  if (NOTHING.test(list.trim())) return [];
  const phase = PHASE_TITLE.exec(list.trim())?.[1];
  if (phase !== undefined && !/[,;]/.test(list))
    return [{ text: phase, index: offset + list.indexOf(phase) }];
  const references: MatchedReference[] = [];
  let start = 0;
  const add = (end: number): boolean => {
    const part = list.slice(start, end);
    const text = bareName(part.trim());
    if (!NAME.test(text)) return false;
    references.push({ text, index: offset + start + part.indexOf(text) });
    return true;
  };
  for (const separator of list.matchAll(SEPARATOR)) {
    if (!add(separator.index)) return undefined;
    start = separator.index + separator[0].length;
  }
  return add(list.length) ? references : undefined;
}

/** Without back quotes, emphasis or a full stop around it, a title behind a phase, or a note in brackets behind an id. */
function bareName(text: string): string {
  const name = PHASE_TITLE.exec(text)?.[1] ?? text;
  const noted = NOTE.exec(name)?.[1];
  const bare = noted !== undefined && hasIdShape(noted) ? noted : name;
  return bare.replace(/^[`*[]{1,2}/, "").replace(/[`*\].]{1,3}$/, "");
}

/** Whether a name can hardly be an ordinary word. */
export function isCode(name: string): boolean {
  return CODE.test(name);
}

/**
 * Whether a name that no item has is rather a wrong id than a word: it has a hyphen, an underscore or a colon, or is a number,
 * alone or with a few letters before it. `branding` and `Node.js` are words.
 */
export function hasIdShape(name: string): boolean {
  return ID_SHAPE.test(name);
}
