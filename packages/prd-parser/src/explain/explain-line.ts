import { analysePrd } from "../analyse-prd.ts";
import type { AnalysedPrd, ParsePrdOptions } from "../analyse-prd.ts";
import { explainHeading } from "./explain-heading.ts";
import { explainItem } from "./explain-item.ts";
import { explainOther } from "./explain-other.ts";
import type { LineExplanation, Place, ReadPrdParts, Reading } from "./line-explanation.ts";

/** Says how the line of this number, counted from 1, was read; undefined where the document has no such line. */
export function explainLine(
  source: string | Uint8Array,
  { line, ...options }: ParsePrdOptions & { readonly line: number },
): LineExplanation | undefined {
  const analysed = analysePrd(source, options);
  const range = analysed.source.lineRange(line);
  if (range === undefined) return undefined;
  const { readAs, item = null, reasons } = readingOf(analysed, { line, range }, options);
  return {
    file: options.file,
    line,
    text: analysed.source.text.slice(range.start, range.end),
    readAs,
    item,
    reasons,
    diagnostics: analysed.document.diagnostics.filter((each) => each.line === line),
  };
}

function readingOf(analysed: AnalysedPrd, place: Place, options: ParsePrdOptions): Reading {
  if (!isRead(analysed)) return { readAs: "unreadable", reasons: ["the document could not be read"] };
  return (
    itemReading(analysed, place) ?? headingReading(analysed, place) ?? explainOther(analysed, place, options)
  );
}

function isRead(analysed: AnalysedPrd): analysed is ReadPrdParts {
  return analysed.parts !== undefined;
}

function itemReading(analysed: ReadPrdParts, { range }: Place): Reading | undefined {
  const index = analysed.parts.items.findIndex(({ offset }) => offset >= range.start && offset <= range.end);
  const item = analysed.parts.items[index];
  const task = analysed.document.tasks[index];
  if (item === undefined || task === undefined) return undefined;
  return { readAs: task.kind, item: task, reasons: explainItem(analysed, item, task) };
}

function headingReading(analysed: ReadPrdParts, { line, range }: Place): Reading | undefined {
  const section = analysed.parts.structure.sections.find(
    ({ offset, bodyStart }) => offset <= range.end && bodyStart > range.start,
  );
  if (section === undefined) return undefined;
  const { isPhase, reasons } = explainHeading(analysed, section);
  const boxes = analysed.document.diagnostics.filter(
    (each) => each.line === line && each.code === "checkbox-in-heading",
  );
  return {
    readAs: isPhase ? "phase" : "heading",
    reasons: [...boxes.map(({ message }) => message), ...reasons],
  };
}
