import type { Phase, TaskKind } from "@canary/core";
import { criteriaStrength } from "../structure/criteria-heading.ts";
import { assignPhases } from "../structure/assign-phases.ts";
import type { SectionRole } from "../structure/section-roles.ts";
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
  const roleOf = (item: FoundItem): SectionRole | undefined =>
    item.section === undefined ? undefined : roles.get(item.section);
  const table = assignPhases(found.map(roleOf), source);
  const strict = found.map((item) => kindOf(item, roleOf(item), true));
  const kinds = strict.includes("task") ? strict : found.map((item) => kindOf(item, roleOf(item), false));
  const items = found.map((item, index): Item => {
    const phase = table.phaseOf(roleOf(item));
    return {
      offset: item.entry.offset,
      title: item.title,
      kind: kinds[index] ?? "task",
      status: item.entry.checkbox?.status ?? "pending",
      isChecked: item.entry.checkbox?.status === "completed",
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
  const strengths = [role?.criteria, ...item.captions.map((caption) => criteriaStrength(caption))];
  const isCriterion = strengths.some(
    (strength) => strength === "strong" || (strength === "weak" && takesWeak),
  );
  return isCriterion ? "criterion" : "task";
}
