import type { DocumentMetadata, Phase, Priority, Requirement } from "@canary/core";
import type { ListEntry, Outline } from "../blocks/outline.ts";
import type { OutlineOptions } from "../blocks/read-outline.ts";
import { readOutline } from "../blocks/read-outline.ts";
import { absorbTaskLines } from "../converter/absorb-task-lines.ts";
import type { TaskLine } from "../converter/task-lines.ts";
import { readTaskLines } from "../converter/task-lines.ts";
import type { CheckboxMarks } from "../items/checkbox.ts";
import { classifyItems } from "../items/classify-items.ts";
import { collectTableRows } from "../items/collect-table-rows.ts";
import { collectItems } from "../items/collect-items.ts";
import type { Item } from "../items/item.ts";
import type { SourceText } from "../source/source-text.ts";
import type { SectionRole } from "../structure/section-roles.ts";
import { readSectionRoles } from "../structure/section-roles.ts";
import type { Section } from "../structure/sections.ts";
import { readSections } from "../structure/sections.ts";
import { readFrontMatter } from "./front-matter.ts";
import { emptyPhaseFindings, outlineFindings } from "./outline-findings.ts";
import { proseLines } from "./prose-lines.ts";
import { readMetadata } from "./read-metadata.ts";
import { readRequirements } from "./read-requirements.ts";
import type { Finding } from "./reporter.ts";

/** A document taken apart, before its items have ids and links. */
export interface DocumentParts {
  readonly metadata: DocumentMetadata;
  readonly phases: readonly Phase[];
  readonly items: readonly Item[];
  readonly requirements: readonly Requirement[];
  readonly defaultPriority: Priority;
  readonly findings: readonly Finding[];
}

interface Structure {
  readonly outline: Outline;
  readonly sections: readonly Section[];
  readonly roles: ReadonlyMap<Section, SectionRole>;
}

/** Reads everything that the text holds. */
export function readParts(source: SourceText, marks: CheckboxMarks): DocumentParts {
  const { text } = source;
  const frontMatter = readFrontMatter(text);
  const start = frontMatter.end;
  const boxed = readStructure(text, { start, marks, scope: "checkboxes" });
  const hasBoxes = boxed.outline.entries.some(isBoxItem);
  const structure =
    hasBoxes || boxed.outline.tableRows.length > 0
      ? boxed
      : readStructure(text, { start, marks, scope: "numbered" });
  const { outline, sections, roles } = structure;
  const isItem = structure === boxed ? isBoxItem : (entry: ListEntry): boolean => isStep(text, entry);
  const found = [
    ...collectItems(text, structure, isItem),
    ...collectTableRows(text, outline.tableRows, sections),
  ].sort((a, b) => a.offset - b.offset);
  const { items: listed, phases } = classifyItems(found, roles, source);
  const lines = [...proseLines(text, outline.codeRanges, start)];
  const taskLines = readTaskLines(text, lines);
  const { items, ignoredTag } = absorbTaskLines(source, { items: listed, taskLines, sections });
  const used = new Set(
    found.map((item) => (item.section === undefined ? undefined : roles.get(item.section)?.named)),
  );
  return {
    metadata: readMetadata(text, { sections, lines, frontMatter: frontMatter.fields }),
    phases,
    items,
    requirements: readRequirements(source, lines),
    defaultPriority: frontMatter.priority ?? "medium",
    findings: [
      ...frontMatter.findings,
      ...outlineFindings(source, outline, start),
      ...emptyPhaseFindings(sections, roles, used),
      ...tagFindings(ignoredTag),
      ...noItemFindings(items, outline),
    ],
  };
}

function readStructure(text: string, options: OutlineOptions): Structure {
  const outline = readOutline(text, options);
  const sections = readSections(text, outline.headings);
  return { outline, sections, roles: readSectionRoles(sections) };
}

function isBoxItem(entry: ListEntry): boolean {
  return entry.checkbox !== undefined && entry.head !== undefined && entry.head.start < entry.head.end;
}

/** In a document without checkboxes, the numbered steps are the work; those that only link somewhere are not. */
function isStep(text: string, entry: ListEntry): boolean {
  if (!entry.isOrdered || entry.head === undefined) return false;
  for (let above = entry.parent; above !== undefined; above = above.parent) if (above.isOrdered) return false;
  const head = text.slice(entry.head.start, entry.head.end);
  return !(
    /^(?:\[|<?https?:)/.test(head) &&
    /[)>\]/\w]$/.test(head) &&
    !/\s/.test(head.replace(/^\[[^\]]{0,200}\]/, ""))
  );
}

function tagFindings(tag: TaskLine | undefined): readonly Finding[] {
  if (tag === undefined) return [];
  const message = `priorities such as [${tag.tag ?? ""}] of repeated task lines are set aside; the phase's priority counts`;
  return [{ severity: "info", code: "priority-tag-ignored", message, offset: tag.offset }];
}

function noItemFindings(items: readonly Item[], outline: Outline): readonly Finding[] {
  if (items.some((item) => item.kind !== "fragment")) return [];
  const near = outline.strayBoxes.reduce((sum, box) => sum + box.count, 0);
  const seen = near === 0 ? "" : `; ${near} checkboxes stand where none is read, see the other findings`;
  const message = `no task was found: no checkbox such as \`- [ ] …\` and no numbered step${seen}`;
  return [{ severity: "error", code: "no-items", message, offset: 0 }];
}
