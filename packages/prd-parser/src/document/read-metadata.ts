import type { DocumentMetadata } from "@canary/core";
import type { Line } from "../blocks/line.ts";
import type { Section } from "../structure/sections.ts";
import { parseLabelledLine } from "./labelled-line.ts";
import { plainText } from "../structure/plain-text.ts";

type Field = "project" | "document" | "version" | "date" | "status" | "owners";

const LONGEST_LINE = 500;
const FIELDS: Readonly<Record<string, Field>> = {
  project: "project",
  document: "document",
  version: "version",
  date: "date",
  created: "date",
  status: "status",
  owner: "owners",
  owners: "owners",
  author: "owners",
  authors: "owners",
};
const INFORMATION = /^(?:document )?(?:information|info|metadata|details)$/i;

/** What the information block says: labelled lines under the title or under a heading such as "Document Information"; the first of a kind wins. */
export function readMetadata(
  text: string,
  sections: readonly Section[],
  lines: Iterable<Line>,
): DocumentMetadata {
  const values = readFields(text, sections, lines);
  const value = (field: Field): string | null => values.get(field) ?? null;
  return {
    title: sections[0]?.text ?? null,
    project: value("project"),
    document: value("document"),
    version: value("version"),
    date: value("date"),
    status: value("status"),
    owners: splitNames(values.get("owners") ?? ""),
  };
}

function readFields(
  text: string,
  sections: readonly Section[],
  lines: Iterable<Line>,
): ReadonlyMap<Field, string> {
  const values = new Map<Field, string>();
  const next = sections.find((section, index) => index > 0 && !INFORMATION.test(section.text));
  const end = next?.offset ?? text.length;
  for (const line of lines) {
    if (line.start >= end) break;
    const labelled = parseLabelledLine(text.slice(line.first, Math.min(line.end, line.first + LONGEST_LINE)));
    const field = labelled === undefined ? undefined : FIELDS[labelled.label];
    if (labelled !== undefined && field !== undefined && !values.has(field)) {
      values.set(field, plainText(labelled.value));
    }
  }
  return values;
}

function splitNames(names: string): readonly string[] {
  return names
    .split(/[,;]/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
