import type { TaskStatus } from "@canary/core";
import type { TextRange } from "../blocks/segment.ts";
import type { ListBlock, ListEntry, Outline } from "../blocks/outline.ts";
import { readLine } from "../blocks/line.ts";
import { dedentedCode, paragraphLines } from "../blocks/source-lines.ts";
import { detailField } from "../dialects/detail-field.ts";
import type { CriteriaStrength } from "../structure/criteria-heading.ts";
import { criteriaStrength, strongerOf } from "../structure/criteria-heading.ts";
import type { Section } from "../structure/sections.ts";
import type { ItemFacts } from "./item.ts";
import { mergeFacts } from "./merge-facts.ts";
import { readHead, readTail } from "./read-head.ts";

/** An item as the list has it, before its section decides what it is. */
export interface FoundItem {
  readonly offset: number;
  readonly status: TaskStatus;
  readonly isBox: boolean;
  readonly title: string;
  readonly facts: ItemFacts;
  readonly section: Section | undefined;
  readonly details: readonly string[];
  /** Whether the bullets and bold labels that it stands under make it a criterion. */
  readonly criteria: CriteriaStrength | undefined;
  /** What a table says about its phase. */
  readonly phaseCell?: string;
}

/** The list entries for which `isItem` holds, in document order; everything else under them becomes their details. */
export function collectItems(
  text: string,
  structure: ListStructure,
  isItem: (entry: ListEntry) => boolean,
): readonly FoundItem[] {
  const collector = new ItemCollector(text, structure, isItem);
  const { outline } = structure;
  const blocks = [...outline.blocks];
  let next = 0;
  for (const entry of outline.entries) {
    for (; next < blocks.length && (blocks[next]?.start ?? 0) < entry.offset; next += 1)
      collector.addBlock(blocks[next]);
    collector.addEntry(entry);
  }
  for (; next < blocks.length; next += 1) collector.addBlock(blocks[next]);
  return collector.items;
}

interface ListStructure {
  readonly outline: Outline;
  readonly sections: readonly Section[];
}

interface MutableItem extends FoundItem {
  facts: ItemFacts;
  details: string[];
}

/** As many entries are remembered before those are forgotten that nothing can stand under any more. */
const MANY = 1000;
/** Most items have none, and share it; `addDetail` gives an item its own. */
const NO_DETAILS: string[] = [];

class ItemCollector {
  readonly items: MutableItem[] = [];
  readonly #text: string;
  readonly #sections: readonly Section[];
  readonly #isItem: (entry: ListEntry) => boolean;
  readonly #labels: Outline["listLabels"];
  /** The item that each entry belongs to: itself, or the nearest above. */
  readonly #owners = new Map<ListEntry, MutableItem | undefined>();
  /** What each entry makes of the boxes under it, once one has asked. */
  readonly #criteria = new Map<ListEntry, CriteriaStrength | undefined>();
  #section = -1;

  constructor(text: string, structure: ListStructure, isItem: (entry: ListEntry) => boolean) {
    this.#text = text;
    this.#sections = structure.sections;
    this.#labels = structure.outline.listLabels;
    this.#isItem = isItem;
  }

  addEntry(entry: ListEntry): void {
    if (entry.parent === undefined && this.#owners.size > MANY) this.#leaveList();
    const owner = entry.parent === undefined ? undefined : this.#owners.get(entry.parent);
    const lines = entry.head === undefined ? [] : paragraphLines(this.#text, entry.head, entry.isQuoted);
    const [first] = lines;
    if (first !== undefined && this.#isItem(entry)) {
      const item = this.#createItem(entry, first, lines);
      this.#owners.set(entry, item);
      this.items.push(item);
      return;
    }
    this.#owners.set(entry, owner);
    if (first === undefined || owner === undefined) return;
    const field = lines.length === 1 ? detailField(this.#text.slice(first.start, first.end)) : undefined;
    if (field === undefined) addDetail(owner, this.#join(lines));
    else owner.facts = mergeFacts(owner.facts, field, first.start);
  }

  /** What comes next is at the top level, and stands under nothing that was before. */
  #leaveList(): void {
    this.#owners.clear();
    this.#criteria.clear();
  }

  #createItem(entry: ListEntry, first: TextRange, lines: readonly TextRange[]): MutableItem {
    const head = readHead(this.#text, first);
    const last = lines.length > 1 ? lines.at(-1) : undefined;
    const tail = last === undefined ? undefined : readTail(this.#text, last, head);
    const item: MutableItem = {
      offset: entry.offset,
      status: entry.checkbox?.status ?? "pending",
      isBox: entry.checkbox !== undefined,
      title: head.title,
      facts: tail?.facts ?? head.facts,
      section: this.#sectionAt(entry.offset),
      details: NO_DETAILS,
      criteria: this.#criteriaOf(entry),
    };
    const more = [this.#join(lines.slice(1, -1)), tail?.title ?? ""].filter((line) => line !== "");
    if (more.length > 0) addDetail(item, more.join("\n"));
    return item;
  }

  #join(lines: readonly TextRange[]): string {
    return lines.map(({ start, end }) => this.#text.slice(start, end)).join("\n");
  }

  addBlock(block: ListBlock | undefined): void {
    if (block === undefined) return;
    const text = block.isCode
      ? dedentedCode(this.#text, block)
      : this.#join(paragraphLines(this.#text, block, block.entry.isQuoted));
    const owner = this.#owners.get(block.entry);
    if (owner !== undefined) addDetail(owner, text);
  }

  /** What the bold label above its list, and all that the entry stands under, make of it. */
  #criteriaOf(entry: ListEntry): CriteriaStrength | undefined {
    const above = entry.parent === undefined ? undefined : this.#criteriaUnder(entry.parent);
    const label = this.#labels.get(entry);
    return label === undefined ? above : strongerOf(above, this.#strengthOf(label));
  }

  #criteriaUnder(entry: ListEntry): CriteriaStrength | undefined {
    if (!this.#criteria.has(entry)) {
      const isCaption = entry.head !== undefined && !this.#isItem(entry);
      const own = isCaption ? this.#strengthOf(entry.head) : undefined;
      this.#criteria.set(entry, strongerOf(this.#criteriaOf(entry), own));
    }
    return this.#criteria.get(entry);
  }

  #strengthOf({ start, end }: TextRange): CriteriaStrength | undefined {
    return criteriaStrength(this.#text.slice(start, readLine(this.#text, start).end).slice(0, end - start));
  }

  #sectionAt(offset: number): Section | undefined {
    while ((this.#sections[this.#section + 1]?.offset ?? Number.POSITIVE_INFINITY) <= offset)
      this.#section += 1;
    return this.#sections[this.#section];
  }
}

function addDetail(item: MutableItem, text: string): void {
  if (item.details === NO_DETAILS) item.details = [text];
  else item.details.push(text);
}
