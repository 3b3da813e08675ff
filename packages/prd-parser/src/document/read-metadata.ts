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

export interface MetadataSources {
  readonly sections: readonly Section[];
  readonly lines: Iterable<Line>;
  /** Fields of the front matter, by lower-case name; they win. */
  readonly frontMatter: ReadonlyMap<string, string>;
}

/** What the front matter and the information block say: labelled lines under the title or under a heading such as "Document Information"; the first of a kind wins. */
export function readMetadata(
  text: string,
  { sections, lines, frontMatter }: MetadataSources,
): DocumentMetadata {
  const values = readFields(text, sections, lines);
  for (const [name, value] of frontMatter) {
    const field = FIELDS[name];
    if (field !== undefined) values.set(field, value);
  }
  const value = (field: Field): string | null => values.get(field) ?? null;
  return {
    title: frontMatter.get("title") ?? sections[0]?.text ?? null,
    project: value("project"),
    document: value("document"),
    version: value("version"),
    date: value("date"),
    status: value("status"),
    owners: splitNames(values.get("owners") ?? ""),
  };
}

function readFields(text: string, sections: readonly Section[], lines: Iterable<Line>): Map<Field, string> {
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
