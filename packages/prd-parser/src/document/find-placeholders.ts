import type { Line } from "../blocks/line.ts";

export interface Placeholder {
  readonly offset: number;
  readonly text: string;
}

/** `{name_with_underscore}` or `{call(…)}` of a template; `{id}` of a path, `${x}`, `{{x}}` and `{#id}` are none. */
const PLACEHOLDER =
  /(?<![\w$/{%])\{(?:[A-Za-z][A-Za-z\d]{0,40}_\w{1,40}|[A-Za-z_][\w.]{0,60}\([^(){}]{0,80}\)(?:\.\w{1,40}\([^(){}]{0,80}\)){0,4})\}(?!\})/g;
const LONGEST_LINE = 10_000;

/** The first template placeholder of each line that was never filled in, outside code spans. */
export function findPlaceholders(text: string, lines: Iterable<Line>): readonly Placeholder[] {
  const found: Placeholder[] = [];
  for (const line of lines) {
    const source = text.slice(line.first, Math.min(line.end, line.first + LONGEST_LINE));
    if (!source.includes("{")) continue;
    for (const match of source.matchAll(PLACEHOLDER)) {
      const isInCode = source.slice(0, match.index).split("`").length % 2 === 0;
      if (isInCode) continue;
      found.push({ offset: line.first + match.index, text: match[0] });
      break;
    }
  }
  return found;
}
