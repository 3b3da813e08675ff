import type { Phase } from "@canary/core";
import type { Line } from "../blocks/line.ts";
import type { Outline } from "../blocks/outline.ts";
import type { Checkbox, CheckboxMarks } from "../items/checkbox.ts";
import { CHECKBOX_MARKS } from "../items/checkbox.ts";
import type { SourceText } from "../source/source-text.ts";
import type { PhaseSection, SectionRole } from "../structure/section-roles.ts";
import type { Section } from "../structure/sections.ts";
import { findPlaceholders } from "./find-placeholders.ts";
import type { Finding } from "./reporter.ts";
import { strayBoxFinding } from "./stray-box-finding.ts";
import { tableFindings } from "./table-findings.ts";

/** What the blocks of the document give cause to say: unclosed fences, boxes that are no items, odd marks, placeholders. */
export function outlineFindings(
  source: SourceText,
  outline: Outline,
  { lines, marks }: { readonly lines: readonly Line[]; readonly marks: CheckboxMarks },
): readonly Finding[] {
  return [
    ...fenceFindings(source, outline),
    ...outline.strayBoxes.map(strayBoxFinding),
    ...markFindings(outline, marks),
    ...deepListFindings(outline),
    ...tableFindings(source.text, outline, { lines, marks }),
    ...findPlaceholders(source.text, lines).map(({ offset, text }): Finding => ({
      code: "template-placeholder",
      message: `${text} was never filled in`,
      offset,
    })),
  ];
}

function fenceFindings(source: SourceText, outline: Outline): readonly Finding[] {
  return outline.unclosedFences.map(({ offset, nextOpening }) => {
    const until =
      nextOpening === undefined
        ? "and everything after it is read as code"
        : `and the one that opens at line ${source.locate(nextOpening).line} is read as its content`;
    return {
      code: "unclosed-fence",
      message: `this code block is never closed, ${until}`,
      offset,
    };
  });
}

function deepListFindings(outline: Outline): readonly Finding[] {
  const message =
    "lists nest deeper than 64 levels here; their checkboxes are read line by line, without details";
  return outline.deepLists.map((offset) => ({
    code: "nesting-too-deep",
    message,
    offset,
  }));
}

function markFindings(outline: Outline, marks: CheckboxMarks): readonly Finding[] {
  return outline.entries.flatMap(({ checkbox, head, offset }): readonly Finding[] => {
    const finding = checkbox === undefined ? undefined : markFinding(checkbox, head !== undefined, marks);
    return finding === undefined ? [] : [{ ...finding, offset }];
  });
}

function markFinding(
  { mark, status, isPlain, isUnknown }: Checkbox,
  hasText: boolean,
  marks: CheckboxMarks,
): Omit<Finding, "offset"> | undefined {
  if (!hasText) return { code: "checkbox-empty", message: "a checkbox without a text is no item" };
  if (isUnknown) {
    return {
      code: "checkbox-unknown",
      message: `the mark [${mark}] is not known; the item counts as pending`,
    };
  }
  if (mark === "-" && marks[mark] === CHECKBOX_MARKS[mark]) {
    const message = `[-] is read as ${status}; write [/] for work in progress, or say in canary.yaml what it means`;
    return { code: "checkbox-ambiguous", message };
  }
  if (isPlain || !/^[ xX]$/.test(mark)) return undefined;
  const message = "GitHub shows no checkbox here; write [ ] or [x] and a space after it";
  return { code: "checkbox-spelling", message };
}

/** Headings that say `Phase N` and have no item under them; the doubles that a converter writes above its headings are left out. */
export function emptyPhaseFindings(
  sections: readonly Section[],
  roles: ReadonlyMap<Section, SectionRole>,
  used: ReadonlySet<PhaseSection | undefined>,
): readonly Finding[] {
  const findings: Finding[] = [];
  sections.forEach((section, index) => {
    const phase = roles.get(section)?.named;
    if (phase === undefined || phase.section !== section || used.has(phase)) return;
    const next = sections[index + 1];
    if (next !== undefined && isDouble(section, next)) return;
    const message = `"${section.text}" has no items and is not counted as a phase`;
    findings.push({ code: "phase-empty", message, offset: section.offset });
  });
  return findings;
}

/** Phases of one number: it no longer says which is meant. */
export function phaseNumberFindings(source: SourceText, phases: readonly Phase[]): readonly Finding[] {
  const first = new Map<number, Phase>();
  return phases.flatMap((phase): readonly Finding[] => {
    const other = first.get(phase.number);
    first.set(phase.number, other ?? phase);
    if (other === undefined) return [];
    const message = `"${phase.title}" has the number ${phase.number}, as "${other.title}" in line ${other.source.line} has; name them by id: ${phase.id}, ${other.id}`;
    const offset = source.lineRange(phase.source.line)?.start ?? 0;
    return [{ code: "phase-number-twice", message, offset }];
  });
}

function isDouble(section: Section, next: Section): boolean {
  return letters(section.text) === letters(next.text);
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}
