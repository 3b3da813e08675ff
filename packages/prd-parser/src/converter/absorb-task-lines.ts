import { readLine } from "../blocks/line.ts";
import type { Item } from "../items/item.ts";
import { readHead } from "../items/read-head.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Section } from "../structure/sections.ts";
import { parsePriority } from "@canary/core";
import type { TaskLine } from "./task-lines.ts";
import { findRepeatedLines } from "./task-lines.ts";

export interface Absorbed {
  /** The items, with the names of the task paragraphs that repeat them as aliases, and an item for every other paragraph. */
  readonly items: readonly Item[];
  /** Priority tags that were set aside, since the phase decides. */
  readonly ignored: IgnoredTags | undefined;
}

export interface IgnoredTags {
  readonly first: TaskLine;
  readonly count: number;
  /** HIGH where the repeated line is numbered and only there: the converter made the tags up. */
  readonly isByListKind: boolean;
}

/** Joins a converter's task paragraphs with the items that they repeat; what repeats other text stays as a fragment. */
export function absorbTaskLines(
  source: SourceText,
  {
    items,
    taskLines,
    sections,
  }: {
    readonly items: readonly Item[];
    readonly taskLines: readonly TaskLine[];
    readonly sections: readonly Section[];
  },
): Absorbed {
  if (taskLines.length === 0) return { items, ignored: undefined };
  const byLine = new Map(items.map((item) => [source.lineIndexOf(item.offset), item]));
  const aliases = new Map<Item, string[]>();
  const others: Item[] = [];
  let section = -1;
  const repetitions = findRepeatedLines(source.text, taskLines);
  repetitions.forEach((repeated, index) => {
    const line = taskLines[index];
    if (line === undefined) return;
    while ((sections[section + 1]?.offset ?? Number.POSITIVE_INFINITY) <= line.offset) section += 1;
    const item = repeated === undefined ? undefined : byLine.get(source.lineIndexOf(repeated));
    if (item === undefined)
      others.push(
        itemOf(source.text, line, { isFragment: repeated !== undefined, section: sections[section] }),
      );
    else aliases.set(item, [...(aliases.get(item) ?? []), line.id]);
  });
  const named = items.map((item) => withAliases(item, aliases.get(item) ?? []));
  return {
    items: [...named, ...others].sort((a, b) => a.offset - b.offset),
    ignored: ignoredTags(source.text, taskLines, repetitions),
  };
}

function ignoredTags(
  text: string,
  taskLines: readonly TaskLine[],
  repetitions: readonly (number | undefined)[],
): IgnoredTags | undefined {
  const tagged = taskLines.filter(
    (line, index) => line.tag !== undefined && repetitions[index] !== undefined,
  );
  const [first] = tagged;
  if (first === undefined) return undefined;
  const isByListKind = taskLines.every(({ tag }, index) => {
    const repeated = repetitions[index];
    if (repeated === undefined || tag === undefined) return true;
    return /\d/.test(text.charAt(readLine(text, repeated).first)) === (tag.toUpperCase() === "HIGH");
  });
  return { first, count: tagged.length, isByListKind };
}

function withAliases(item: Item, aliases: readonly string[]): Item {
  if (aliases.length === 0) return item;
  return { ...item, facts: { ...item.facts, aliases: [...(item.facts.aliases ?? []), ...aliases] } };
}

function itemOf(
  text: string,
  line: TaskLine,
  { isFragment, section }: { readonly isFragment: boolean; readonly section: Section | undefined },
): Item {
  const range = { start: line.textOffset, end: line.textOffset + line.text.length };
  const { title, facts } = isFragment ? { title: line.text, facts: {} } : readHead(text, range);
  const priority = isFragment ? undefined : parsePriority(line.tag ?? "");
  return {
    offset: line.offset,
    title,
    kind: isFragment ? "fragment" : "task",
    status: "pending",
    isBox: false,
    section,
    facts: { ...facts, id: line.id, ...(priority === undefined ? {} : { priority }) },
    details: [],
    phase: null,
    phasePriority: null,
  };
}
