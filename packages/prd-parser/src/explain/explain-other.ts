import type { PrdTask } from "@canary/core";
import type { ParsePrdOptions } from "../analyse-prd.ts";
import type { ListBlock, ListEntry } from "../blocks/outline.ts";
import { readOutline } from "../blocks/read-outline.ts";
import type { TextRange } from "../blocks/segment.ts";
import { parseLabelledLine } from "../document/labelled-line.ts";
import { detailField } from "../dialects/detail-field.ts";
import { CHECKBOX_MARKS } from "../items/checkbox.ts";
import type { Place, ReadPrdParts, Reading } from "./line-explanation.ts";

/** How a line was read that is neither an item nor a heading. */
export function explainOther(analysed: ReadPrdParts, place: Place, options: ParsePrdOptions): Reading {
  const { text } = analysed.source;
  const { range } = place;
  if (range.start < analysed.parts.bodyStart)
    return { readAs: "front-matter", reasons: ["it is part of the front matter"] };
  return (
    aliasReading(analysed, place) ??
    listReading(analysed, place, options) ??
    codeReading(analysed, place) ??
    namedReading(analysed, place) ??
    (text.slice(range.start, range.end).trim() === ""
      ? { readAs: "blank", reasons: ["it is blank"] }
      : { readAs: "text", reasons: proseReasons(analysed, place) })
  );
}

/** What the findings say about a line that is no item and looks like one; else that it is prose. */
function proseReasons({ document }: ReadPrdParts, { line }: Place): readonly string[] {
  const said = document.diagnostics.filter(
    (each) => each.line === line && (each.code.startsWith("checkbox-in-") || each.code === "row-empty"),
  );
  if (said.length > 0) return said.map(({ message }) => message);
  return ["it is prose: no item, no heading and no detail of an item"];
}

function aliasReading({ document, parts }: ReadPrdParts, { range }: Place): Reading | undefined {
  const line = parts.taskLines.find(({ offset }) => contains(range, offset));
  const item = line && document.tasks.find(({ aliases }) => aliases.includes(line.id));
  if (line === undefined || item === undefined) return undefined;
  const reason = `it is a converter's task line that repeats line ${item.source.line}; ${line.id} is another name of that item`;
  return { readAs: "alias", item, reasons: [reason] };
}

function listReading(analysed: ReadPrdParts, place: Place, options: ParsePrdOptions): Reading | undefined {
  const { source, parts } = analysed;
  const marks = { ...CHECKBOX_MARKS, ...options.marks };
  const outline = readOutline(source.text, { start: parts.bodyStart, marks, scope: "everything" });
  const block = outline.blocks.find((each) => overlaps(each, place.range));
  const entry = block?.entry ?? outline.entries.findLast((each) => covers(each, place.range));
  if (entry === undefined) return undefined;
  const owner = ownerOf(analysed, entry);
  if (owner !== undefined) return detailReading(analysed, { place, block, owner });
  if (block?.isCode === true) return undefined;
  const hasBoxes = analysed.document.statistics.checkboxes.total > 0;
  const reason =
    entry.isOrdered && hasBoxes
      ? "it is a numbered step, and in a document with checkboxes only these are items"
      : "it is a list item without a checkbox, under no item; `- [ ] …` would make it one";
  return { readAs: "text", reasons: [reason] };
}

function detailReading(
  { source }: ReadPrdParts,
  {
    place,
    block,
    owner,
  }: { readonly place: Place; readonly block: ListBlock | undefined; readonly owner: PrdTask },
): Reading {
  const line = source.text
    .slice(place.range.start, place.range.end)
    .trim()
    .replace(/^[-*+] /, "");
  const where = `${owner.id} (line ${owner.source.line})`;
  if (block === undefined && detailField(line) !== undefined)
    return { readAs: "metadata", item: owner, reasons: [`it is a named field of ${where}`] };
  const what = block?.isCode === true ? "code" : "text";
  return { readAs: "detail", item: owner, reasons: [`it is ${what} under ${where}, and kept with it`] };
}

/** The item that a list entry is, or stands under. */
function ownerOf({ document, parts }: ReadPrdParts, entry: ListEntry): PrdTask | undefined {
  for (let above: ListEntry | undefined = entry; above !== undefined; above = above.parent) {
    const { offset } = above;
    const index = parts.items.findIndex((item) => item.offset === offset);
    if (index !== -1) return document.tasks[index];
  }
  return undefined;
}

function codeReading({ source, parts }: ReadPrdParts, { range }: Place): Reading | undefined {
  const code = parts.structure.outline.codeRanges.find(
    ({ start, end }) => start <= range.start && range.start < end,
  );
  if (code === undefined) return undefined;
  const line = source.lineIndexOf(code.start) + 1;
  const isHtml = source.text.slice(code.start, code.end).trimStart().startsWith("<");
  return isHtml
    ? {
        readAs: "html",
        reasons: [`it is part of the HTML that begins at line ${line}: nothing in it is an item`],
      }
    : {
        readAs: "code",
        reasons: [
          `it is part of the code block that begins at line ${line}: nothing in it is an item or a heading`,
        ],
      };
}

function namedReading({ document, source }: ReadPrdParts, { line, range }: Place): Reading | undefined {
  const requirement = document.requirements.find((each) => each.source.line === line);
  if (requirement !== undefined)
    return { readAs: "requirement", reasons: [`it is the requirement ${requirement.id}`] };
  const labelled = parseLabelledLine(source.text.slice(range.start, range.end));
  const { owners, ...single } = document.metadata;
  const values: readonly unknown[] = [...Object.values(single), owners.join(", ")];
  if (labelled === undefined || labelled.value === "" || !values.includes(labelled.value)) return undefined;
  return { readAs: "metadata", reasons: [`it says what the document's ${labelled.label} is`] };
}

function contains({ start, end }: TextRange, offset: number): boolean {
  return start <= offset && offset <= end;
}

function overlaps(one: TextRange, { start, end }: TextRange): boolean {
  return one.start <= end && one.end > start;
}

function covers({ offset, head }: ListEntry, { start, end }: TextRange): boolean {
  return offset <= end && (head?.end ?? offset + 1) > start;
}
