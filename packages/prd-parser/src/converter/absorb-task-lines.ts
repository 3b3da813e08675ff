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
  /** The first priority tag that was set aside, since the converter made it up. */
  readonly ignoredTag: TaskLine | undefined;
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
  const byLine = new Map(items.map((item) => [source.lineIndexOf(item.offset), item]));
  const aliases = new Map<Item, string[]>();
  const others: Item[] = [];
  let ignoredTag: TaskLine | undefined;
  let section = -1;
  findRepeatedLines(source.text, taskLines).forEach((repeated, index) => {
    const line = taskLines[index];
    if (line === undefined) return;
    while ((sections[section + 1]?.offset ?? Number.POSITIVE_INFINITY) <= line.offset) section += 1;
    const item = repeated === undefined ? undefined : byLine.get(source.lineIndexOf(repeated));
    if (repeated !== undefined && line.tag !== undefined) ignoredTag ??= line;
    if (item === undefined)
      others.push(
        itemOf(source.text, line, { isFragment: repeated !== undefined, section: sections[section] }),
      );
    else aliases.set(item, [...(aliases.get(item) ?? []), line.id]);
  });
  const named = items.map((item) => withAliases(item, aliases.get(item) ?? []));
  return { items: [...named, ...others].sort((a, b) => a.offset - b.offset), ignoredTag };
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
