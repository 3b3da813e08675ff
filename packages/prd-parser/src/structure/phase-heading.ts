import type { Priority } from "@canary/core";
import { parsePriority } from "@canary/core";
import { stripDecoration } from "./plain-text.ts";

/** What a heading says about a phase; `named` ones (`Phase 2: …`) win over `numbered` ones (`2. …`). */
export interface PhaseHeading {
  readonly kind: "named" | "numbered";
  /** Undefined when the heading gives none, as `Milestone: Beta` does. */
  readonly number: number | undefined;
  readonly title: string;
  readonly priority: Priority | undefined;
  /** From `{#id}`. */
  readonly id: string | undefined;
}

const LONGEST_HEADING = 500;
const NAMED =
  /^(phase|milestone|stage|sprint|iteration)\s{1,4}(?:#|M|v)?(\d{1,4}|[IVX]{1,5})(?=[\s:.)\u2013\u2014-]|$)(?!\.\d)\s{0,4}[:.)\u2013\u2014-]{0,2}\s{0,4}/i;
const UNNUMBERED =
  /^(?:(?:phase|milestone|stage|sprint|iteration)\s{0,4}[:\u2013\u2014]|milestone\s)\s{0,4}(?=\S)/i;
const NUMBERED = /^(\d{1,4})[.)]\s{1,4}(?=\S)/;
const PRIORITY = /[([]\s{0,2}priority\s{0,2}:?\s{0,2}([^()[\]]{1,20})[)\]]/i;
const MVP = /\u{1F3AF}\s{0,4}MVP\s{0,4}$/u;
const ID = /\{#([\w.:-]{1,64})\}\s{0,4}$/;
const ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"];

/** What the plain text of a heading says about a phase, or undefined. */
export function parsePhaseHeading(heading: string): PhaseHeading | undefined {
  const facts = takeFacts(heading.slice(0, LONGEST_HEADING));
  const named = NAMED.exec(facts.text);
  if (named !== null) {
    const title = stripDecoration(facts.text.slice(named[0].length));
    const number = readNumber(named[2] ?? "");
    return { ...facts, kind: "named", number, title: title === "" ? `${named[1]} ${named[2]}` : title };
  }
  const unnumbered = UNNUMBERED.exec(facts.text);
  if (unnumbered !== null) {
    return { ...facts, kind: "named", number: undefined, title: facts.text.slice(unnumbered[0].length) };
  }
  const numbered = NUMBERED.exec(facts.text);
  if (numbered === null) return undefined;
  const title = stripDecoration(facts.text.slice(numbered[0].length));
  return title === "" ? undefined : { ...facts, kind: "numbered", number: Number(numbered[1]), title };
}

interface HeadingFacts {
  readonly text: string;
  readonly priority: Priority | undefined;
  readonly id: string | undefined;
}

function takeFacts(heading: string): HeadingFacts {
  const id = ID.exec(heading)?.[1];
  const priority = PRIORITY.exec(heading);
  const rest = [ID, MVP, PRIORITY].reduce((text, pattern) => text.replace(pattern, " "), heading);
  return { text: stripDecoration(rest.trim()), priority: parsePriority(priority?.[1] ?? ""), id };
}

function readNumber(text: string): number | undefined {
  const roman = ROMAN.indexOf(text.toUpperCase());
  if (roman !== -1) return roman + 1;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}
