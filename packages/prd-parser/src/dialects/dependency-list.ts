import type { MatchedReference } from "./head-rule.ts";

const SEPARATOR = /,|;|&|\s(?:and|und)\s/gi;
const NAME = /^(?:(?:[A-Za-z\d_#][\w.:#/\u2013-]{0,63})|(?:phase|milestone)\s{1,3}\d{1,4})$/i;
const CODE_NAME = String.raw`(?:T\d{3,6}|TASK[_-]?\d{1,6}|[A-Z][A-Z0-9]{1,9}-\d{1,6}|#\d{1,6}|\d{1,4}(?:\.\d{1,4}){1,5})`;
const CODE = new RegExp(
  String.raw`^(?:${CODE_NAME}(?:(?:-|\u2013|\.\.)${CODE_NAME})?|[Pp]hase\s{1,3}\d{1,4})$`,
);
const ID_SHAPE =
  /[-_:\u2013]|\.\.|^(?:#?[A-Za-z]{0,4}\d{1,6}(?:\.\d{1,4}){0,5}|(?:phase|milestone)\s{1,3}\d{1,4})$/i;
const NOTHING = /^(?:none|nothing|n\/a|na|-|\u2013|\u2014)?\.?$/i;
const LONGEST = 2000;

/**
 * The names in a list such as `T001, T002 and Phase 1`; empty for `none`.
 * Undefined when some part is no name: then the text is prose. Indexes count from `offset`.
 */
export function parseDependencyList(list: string, offset: number): readonly MatchedReference[] | undefined {
  if (list.length > LONGEST) return undefined;
  if (NOTHING.test(list.trim())) return [];
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

/** Without back quotes, emphasis or a full stop around it. */
function bareName(text: string): string {
  return text.replace(/^[`*[]{1,2}/, "").replace(/[`*\].]{1,3}$/, "");
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
