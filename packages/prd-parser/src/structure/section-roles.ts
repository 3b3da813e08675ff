import type { CriteriaStrength } from "./criteria-heading.ts";
import { criteriaStrength } from "./criteria-heading.ts";
import type { PhaseHeading } from "./phase-heading.ts";
import { parsePhaseHeading } from "./phase-heading.ts";
import type { Section } from "./sections.ts";

/** A section that its heading makes a phase. */
export interface PhaseSection {
  readonly section: Section;
  readonly heading: PhaseHeading;
  /** Only names a phase, which a heading may make. */
  readonly isReference?: boolean;
}

/** What a section inherits from the headings above it. */
export interface SectionRole {
  readonly named: PhaseSection | undefined;
  readonly numbered: PhaseSection | undefined;
  readonly criteria: CriteriaStrength | undefined;
}

const NO_ROLE: SectionRole = { named: undefined, numbered: undefined, criteria: undefined };

/** The role of every section; a `Phase N` heading ends the reign of a criteria heading above it. */
export function readSectionRoles(sections: readonly Section[]): ReadonlyMap<Section, SectionRole> {
  const roles = new Map<Section, SectionRole>();
  for (const section of sections) {
    const above = (section.parent === undefined ? undefined : roles.get(section.parent)) ?? NO_ROLE;
    roles.set(section, roleOf(section, above));
  }
  return roles;
}

function roleOf(section: Section, above: SectionRole): SectionRole {
  const heading = parsePhaseHeading(section.text);
  const phase = heading === undefined ? undefined : { section, heading };
  if (phase?.heading.kind === "named") return { ...above, named: phase, criteria: undefined };
  const criteria = criteriaStrength(section.text) ?? above.criteria;
  const isNumberedPhase = phase !== undefined && criteria === undefined;
  return { ...above, criteria, numbered: isNumberedPhase ? phase : above.numbered };
}
