import type { DocumentMetadata, Phase, Priority, Requirement } from "@canary/core";
import type { Line } from "../blocks/line.ts";
import type { ListEntry, Outline } from "../blocks/outline.ts";
import type { OutlineOptions } from "../blocks/read-outline.ts";
import { readOutline } from "../blocks/read-outline.ts";
import type { IgnoredTags } from "../converter/absorb-task-lines.ts";
import { absorbTaskLines } from "../converter/absorb-task-lines.ts";
import type { TaskLine } from "../converter/task-lines.ts";
import { readTaskLines } from "../converter/task-lines.ts";
import type { CheckboxMarks } from "../items/checkbox.ts";
import { classifyItems } from "../items/classify-items.ts";
import { collectTableRows } from "../items/collect-table-rows.ts";
import { collectItems } from "../items/collect-items.ts";
import type { FoundItem } from "../items/collect-items.ts";
import type { Item } from "../items/item.ts";
import type { SourceText } from "../source/source-text.ts";
import type { SectionRole } from "../structure/section-roles.ts";
import { readSectionRoles } from "../structure/section-roles.ts";
import type { Section } from "../structure/sections.ts";
import { readSections } from "../structure/sections.ts";
import { readFrontMatter } from "./front-matter.ts";
import { emptyPhaseFindings, outlineFindings, phaseNumberFindings } from "./outline-findings.ts";
import { nearMissFindings, noItemsFinding } from "./near-misses.ts";
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
  readonly defaultAttributes: Readonly<Record<string, readonly string[]>>;
  readonly findings: readonly Finding[];
  readonly structure: DocumentStructure;
  /** Where the document proper begins, after front matter. */
  readonly bodyStart: number;
  readonly taskLines: readonly TaskLine[];
}

export interface DocumentStructure {
  readonly outline: Outline;
  readonly sections: readonly Section[];
  readonly roles: ReadonlyMap<Section, SectionRole>;
}

/** Reads everything that the text holds. */
export function readParts(source: SourceText, marks: CheckboxMarks): DocumentParts {
  const { text } = source;
  const frontMatter = readFrontMatter(text);
  const start = frontMatter.end;
  const { structure, found } = findItems(text, start, marks);
  const { outline, sections, roles } = structure;
  const { items: listed, phases } = classifyItems(found, roles, source);
  const lines = [...proseLines(text, outline.codeRanges, start)];
  const taskLines = readTaskLines(text, lines);
  const { items, ignored } = absorbTaskLines(source, { items: listed, taskLines, sections });
  const used = new Set(
    found.map((item) => (item.section === undefined ? undefined : roles.get(item.section)?.named)),
  );
  return {
    metadata: readMetadata(text, { sections, lines, frontMatter: frontMatter.fields }),
    phases,
    items,
    requirements: readRequirements(source, lines),
    defaultPriority: frontMatter.priority ?? "medium",
    defaultAttributes: frontMatter.attributes,
    structure,
    bodyStart: start,
    taskLines,
    findings: [
      ...frontMatter.findings,
      ...outlineFindings(source, outline, { lines, marks }),
      ...emptyPhaseFindings(sections, roles, used),
      ...phaseNumberFindings(source, phases),
      ...tagFindings(ignored),
      ...noItemFindings(source, items, { outline, lines }),
    ],
  };
}

/** The checkboxes and rows of task tables; where there are none, the numbered steps. */
function findItems(
  text: string,
  start: number,
  marks: CheckboxMarks,
): { readonly structure: DocumentStructure; readonly found: readonly FoundItem[] } {
  const boxed = readStructure(text, { start, marks, scope: "checkboxes" });
  const { entries, tableRows } = boxed.outline;
  if (tableRows.length === 0 && !entries.some(isBoxItem)) {
    const structure = readStructure(text, { start, marks, scope: "numbered" });
    return { structure, found: collectItems(text, structure, (entry) => isStep(text, entry)) };
  }
  const items = collectItems(text, boxed, isBoxItem);
  const rows = collectTableRows(text, { rows: tableRows, marks }, boxed.sections);
  return { structure: boxed, found: [...items, ...rows].sort((a, b) => a.offset - b.offset) };
}

function readStructure(text: string, options: OutlineOptions): DocumentStructure {
  const outline = readOutline(text, options);
  const sections = readSections(text, outline.headings);
  return { outline, sections, roles: readSectionRoles(sections) };
}

function isBoxItem(entry: ListEntry): boolean {
  return entry.checkbox !== undefined && entry.head !== undefined;
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

function tagFindings(ignored: IgnoredTags | undefined): readonly Finding[] {
  if (ignored === undefined) return [];
  const { first, count, isByListKind } = ignored;
  const reason = isByListKind
    ? " are an artefact of its converter ([HIGH] for numbered items, another for the rest) and"
    : "";
  const message = `the priorities of ${count} task lines that repeat the document${reason} are set aside; the phase's priority counts`;
  return [{ code: "priority-tag-ignored", message, offset: first.offset }];
}

function noItemFindings(
  source: SourceText,
  items: readonly Item[],
  { outline, lines }: { readonly outline: Outline; readonly lines: readonly Line[] },
): readonly Finding[] {
  if (items.some((item) => item.kind !== "fragment")) return [];
  const near = nearMissFindings(source.text, lines);
  return [noItemsFinding(source, near, outline), ...near];
}
