import type { PrdTask } from "@canary/core";
import type { AnalysedPrd } from "../analyse-prd.ts";
import type { Outline } from "../blocks/outline.ts";
import { paragraphLines } from "../blocks/source-lines.ts";
import type { Item } from "../items/item.ts";
import { takeMatches } from "../items/read-head.ts";
import { criteriaStrength } from "../structure/criteria-heading.ts";
import type { Section } from "../structure/sections.ts";
import type { ReadPrdParts } from "./line-explanation.ts";

/** Why an item is one, and where each of its properties comes from: a sentence each. */
export function explainItem(analysed: ReadPrdParts, item: Item, task: PrdTask): readonly string[] {
  return [
    originOf(analysed, item),
    ...criterionReason(analysed, item),
    ...metadataReasons(analysed, item),
    idReason(item, task),
    phaseReason(analysed, task),
    priorityReason(item, task),
    ...dependencyReasons(analysed, task),
  ];
}

function originOf({ source, parts }: ReadPrdParts, item: Item): string {
  const { entries, tableRows } = parts.structure.outline;
  const entry = entries.find(({ offset }) => offset === item.offset);
  if (entry?.checkbox !== undefined) {
    const box = source.text.slice(source.text.indexOf("[", entry.offset), entry.checkbox.end);
    return `it is a list item with the checkbox ${box}, which means ${item.status}`;
  }
  if (entry !== undefined)
    return "it is a numbered step, and in a document without checkboxes the steps are the tasks";
  if (tableRows.some(({ offset }) => offset === item.offset))
    return `it is a row of a table of tasks, ${item.status}`;
  return item.kind === "fragment"
    ? "it is a converter's task line that repeats text which is no item"
    : "it is a converter's task line that repeats nothing else in the document";
}

function criterionReason({ source, parts }: ReadPrdParts, item: Item): readonly string[] {
  if (item.kind !== "criterion") return [];
  for (let section: Section | undefined = item.section; section !== undefined; section = section.parent) {
    if (criteriaStrength(section.text) === undefined) continue;
    return [`it is a criterion because of the heading "${section.text}" (line ${lineOf(source, section)})`];
  }
  const caption = captionOf(source.text, parts.structure.outline, item);
  return [`it is a criterion because it stands under "${caption}"`];
}

/** The text of the nearest bullet or bold label above that makes boxes criteria. */
function captionOf(text: string, { entries, listLabels }: Outline, item: Item): string {
  let entry = entries.find(({ offset }) => offset === item.offset);
  while (entry !== undefined) {
    for (const range of [listLabels.get(entry), entry.parent?.head]) {
      const caption = range === undefined ? "" : text.slice(range.start, range.end).trim();
      if (criteriaStrength(caption) !== undefined) return caption;
    }
    entry = entry.parent;
  }
  return "";
}

function metadataReasons({ source, parts }: ReadPrdParts, item: Item): readonly string[] {
  const { entries } = parts.structure.outline;
  const entry = entries.find(({ offset }) => offset === item.offset);
  if (entry?.head === undefined) return [];
  const [first] = paragraphLines(source.text, entry.head, entry.isQuoted);
  if (first === undefined) return [];
  const { taken } = takeMatches(source.text, first);
  return taken.map(({ start, end, rule }) => `\`${source.text.slice(start, end).trim()}\` is ${rule}`);
}

function idReason(item: Item, task: PrdTask): string {
  if (item.facts.id === task.id) return `the id ${task.id} is its own`;
  if (item.facts.id !== undefined)
    return `the id ${task.id} is numbered, because an earlier item has ${item.facts.id}`;
  return `the id ${task.id} is made of its phase and title; {#name} behind the title would choose another`;
}

function phaseReason({ document }: ReadPrdParts, task: PrdTask): string {
  const phase = document.phases.find(({ id }) => id === task.phase);
  if (phase === undefined) return "it has no phase: no heading above it is one";
  return `its phase is ${phase.number}, "${phase.title}" (line ${phase.source.line})`;
}

function priorityReason(item: Item, task: PrdTask): string {
  if (item.facts.priority !== undefined) return `the priority ${task.priority} is its own`;
  if (item.phasePriority !== null) return `the priority ${task.priority} comes from its phase`;
  return `the priority ${task.priority} is the default, as neither it nor its phase names one`;
}

function dependencyReasons({ document }: ReadPrdParts, task: PrdTask): readonly string[] {
  return task.dependencies.map((id) => {
    const other = document.tasks.find((each) => each.id === id);
    return `it waits for ${id}${other === undefined ? "" : ` (line ${other.source.line})`}`;
  });
}

function lineOf(source: AnalysedPrd["source"], { offset }: { readonly offset: number }): number {
  return source.lineIndexOf(offset) + 1;
}
