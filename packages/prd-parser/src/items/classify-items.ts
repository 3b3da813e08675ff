import type { Phase, TaskKind } from "@canary/core";
import { strongerOf } from "../structure/criteria-heading.ts";
import { assignPhases } from "../structure/assign-phases.ts";
import type { PhaseHeading } from "../structure/phase-heading.ts";
import { parsePhaseHeading } from "../structure/phase-heading.ts";
import type { PhaseSection, SectionRole } from "../structure/section-roles.ts";
import type { Section } from "../structure/sections.ts";
import type { SourceText } from "../source/source-text.ts";
import type { FoundItem } from "./collect-items.ts";
import type { Item } from "./item.ts";

export interface ClassifiedItems {
  readonly items: readonly Item[];
  readonly phases: readonly Phase[];
}

/** Says of each item whether it is a task or a criterion, and which phase it belongs to. */
export function classifyItems(
  found: readonly FoundItem[],
  roles: ReadonlyMap<Section, SectionRole>,
  source: SourceText,
): ClassifiedItems {
  const cells = new Map<string, PhaseSection>();
  const roleOf = (item: FoundItem): SectionRole | undefined => {
    if (item.phaseCell !== undefined) return roleOfCell(item.phaseCell, item.offset, cells);
    return item.section === undefined ? undefined : roles.get(item.section);
  };
  const own = found.map(roleOf);
  const table = assignPhases(own, source);
  const strict = found.map((item, index) => kindOf(item, own[index], true));
  const kinds = strict.includes("task")
    ? strict
    : found.map((item, index) => kindOf(item, own[index], false));
  const items = found.map((item, index): Item => {
    const phase = table.phaseOf(own[index]);
    return {
      offset: item.offset,
      title: item.title,
      kind: kinds[index] ?? "task",
      status: item.status,
      isBox: item.isBox,
      section: item.section,
      facts: item.facts,
      details: item.details,
      phase: phase?.id ?? null,
      phasePriority: phase?.priority ?? null,
    };
  });
  return { items, phases: table.phases };
}

/** Weak signs (`Features`) make criteria only while something else in the document is a task. */
function kindOf(item: FoundItem, role: SectionRole | undefined, takesWeak: boolean): TaskKind {
  const strength = strongerOf(role?.criteria, item.criteria);
  return strength === "strong" || (strength === "weak" && takesWeak) ? "criterion" : "task";
}

/** The phase that a cell of a table names, by number or by title. */
function roleOfCell(cell: string, offset: number, cells: Map<string, PhaseSection>): SectionRole {
  const known = cells.get(cell);
  const phase = known ?? {
    section: { offset, depth: 1, text: cell, path: [], parent: undefined, bodyStart: offset },
    heading: headingOfCell(cell),
    isReference: true,
  };
  cells.set(cell, phase);
  return { named: phase, numbered: undefined, criteria: undefined };
}

function headingOfCell(cell: string): PhaseHeading {
  if (/^\d{1,4}$/.test(cell)) {
    return {
      kind: "named",
      number: Number(cell),
      title: `Phase ${cell}`,
      priority: undefined,
      id: undefined,
    };
  }
  const heading = parsePhaseHeading(cell);
  return heading ?? { kind: "named", number: undefined, title: cell, priority: undefined, id: undefined };
}
