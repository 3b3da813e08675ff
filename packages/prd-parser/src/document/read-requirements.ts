import type { Requirement } from "@canary/core";
import type { Line } from "../blocks/line.ts";
import type { SourceText } from "../source/source-text.ts";

const REQUIREMENT =
  /^(?:[-*+][ \t]{1,4})?(?:\*\*)?((?:REQ|FR|NFR|SC|US)-\d{1,6})(?=[:*])(?:\*\*:|:\*\*|:)[ \t]{0,4}(?=\S)/;
const PREFIX_LENGTH = 40;

/** The sentences that begin with a requirement's name, such as `**REQ-001:** …`. */
export function readRequirements(source: SourceText, lines: Iterable<Line>): readonly Requirement[] {
  const { text } = source;
  const requirements: Requirement[] = [];
  for (const line of lines) {
    const match = REQUIREMENT.exec(text.slice(line.first, Math.min(line.end, line.first + PREFIX_LENGTH)));
    if (match === null) continue;
    const sentence = text.slice(line.first + match[0].length, line.end).trim();
    requirements.push({ id: match[1] ?? "", text: sentence, source: source.locate(line.first) });
  }
  return requirements;
}
