import { criteriaStrength } from "../structure/criteria-heading.ts";
import { parsePhaseHeading } from "../structure/phase-heading.ts";
import type { Section } from "../structure/sections.ts";
import type { ReadPrdParts } from "./line-explanation.ts";

/** What a heading does to the items under it: a sentence each. */
export function explainHeading(
  { document, parts, source }: ReadPrdParts,
  section: Section,
): { readonly isPhase: boolean; readonly reasons: readonly string[] } {
  const line = source.lineIndexOf(section.offset) + 1;
  const phase = document.phases.find((each) => each.source.line === line);
  if (phase !== undefined) {
    const { length } = document.tasks.filter((task) => task.phase === phase.id);
    const ownReason = `it begins phase ${phase.number}, ${phase.id}, with ${length} ${length === 1 ? "item" : "items"}`;
    const priority =
      phase.priority === null ? [] : [`its items are ${phase.priority} unless they say otherwise`];
    return { isPhase: true, reasons: [ownReason, ...priority] };
  }
  if (criteriaStrength(section.text) !== undefined)
    return {
      isPhase: false,
      reasons: ["boxes under it are criteria: what must be true, not what is to be done"],
    };
  return { isPhase: false, reasons: [whyNoPhase(section, parts.structure.sections, document.phases.length)] };
}

function whyNoPhase(section: Section, sections: readonly Section[], phases: number): string {
  const heading = parsePhaseHeading(section.text);
  if (heading === undefined) return "it is a section; `Phase 1: …` would make it a phase";
  if (heading.kind === "named") return "it names a phase that has no items, or that begins elsewhere";
  const isNamed = phases > 0 && sections.some(({ text }) => parsePhaseHeading(text)?.kind === "named");
  return isNamed
    ? "numbered headings are phases only where no `Phase …` heading has items"
    : "it is numbered, and no items stand under it";
}
