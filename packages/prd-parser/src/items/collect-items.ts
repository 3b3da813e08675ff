import type { TaskStatus } from "@canary/core";
import type { TextRange } from "../blocks/segment.ts";
import type { ListBlock, ListEntry, Outline } from "../blocks/outline.ts";
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
  readonly details: string[];
}

class ItemCollector {
  readonly items: MutableItem[] = [];
  readonly #text: string;
  readonly #sections: readonly Section[];
  readonly #isItem: (entry: ListEntry) => boolean;
  readonly #labels: Outline["listLabels"];
  /** The item that each entry belongs to: itself, or the nearest above. */
  readonly #owners = new Map<ListEntry, MutableItem | undefined>();
  /** What each entry makes of the boxes under it, where that is not work. */
  readonly #criteria = new Map<ListEntry, CriteriaStrength>();
  #section = -1;

  constructor(text: string, structure: ListStructure, isItem: (entry: ListEntry) => boolean) {
    this.#text = text;
    this.#sections = structure.sections;
    this.#labels = structure.outline.listLabels;
    this.#isItem = isItem;
  }

  addEntry(entry: ListEntry): void {
    const owner = entry.parent === undefined ? undefined : this.#owners.get(entry.parent);
    const lines = entry.head === undefined ? [] : paragraphLines(this.#text, entry.head, entry.isQuoted);
    const [first] = lines;
    const criteria = this.#criteriaOf(entry);
    if (criteria !== undefined) this.#criteria.set(entry, criteria);
    if (first !== undefined && this.#isItem(entry)) {
      const item = { ...this.#createItem(entry, first, lines.slice(1)), criteria };
      this.#owners.set(entry, item);
      this.items.push(item);
      return;
    }
    this.#owners.set(entry, owner);
    if (first === undefined) return;
    const caption = this.#text.slice(first.start, first.end);
    const ownCriteria = strongerOf(criteria, criteriaStrength(caption));
    if (ownCriteria !== undefined) this.#criteria.set(entry, ownCriteria);
    if (owner === undefined) return;
    const field = lines.length === 1 ? detailField(caption) : undefined;
    if (field === undefined) owner.details.push(this.#join(lines));
    else owner.facts = mergeFacts(owner.facts, field, first.start);
  }

  #createItem(entry: ListEntry, first: TextRange, more: readonly TextRange[]): Omit<MutableItem, "criteria"> {
    const head = readHead(this.#text, first);
    const last = more.at(-1);
    const tail = last === undefined ? undefined : readTail(this.#text, last, head);
    const continued = [this.#join(more.slice(0, -1)), tail?.title ?? ""].filter((line) => line !== "");
    return {
      offset: entry.offset,
      status: entry.checkbox?.status ?? "pending",
      isBox: entry.checkbox !== undefined,
      title: head.title,
      facts: tail?.facts ?? head.facts,
      section: this.#sectionAt(entry.offset),
      details: continued.length === 0 ? [] : [continued.join("\n")],
    };
  }

  #join(lines: readonly TextRange[]): string {
    return lines.map(({ start, end }) => this.#text.slice(start, end)).join("\n");
  }

  addBlock(block: ListBlock | undefined): void {
    if (block === undefined) return;
    const text = block.isCode
      ? dedentedCode(this.#text, block)
      : this.#join(paragraphLines(this.#text, block, block.entry.isQuoted));
    this.#owners.get(block.entry)?.details.push(text);
  }

  /** What the entry stands under: a bold label above its list, and what is above that. */
  #criteriaOf(entry: ListEntry): CriteriaStrength | undefined {
    const above = entry.parent === undefined ? undefined : this.#criteria.get(entry.parent);
    const label = this.#labels.get(entry);
    if (label === undefined) return above;
    return strongerOf(above, criteriaStrength(this.#text.slice(label.start, label.end)));
  }

  #sectionAt(offset: number): Section | undefined {
    while ((this.#sections[this.#section + 1]?.offset ?? Number.POSITIVE_INFINITY) <= offset)
      this.#section += 1;
    return this.#sections[this.#section];
  }
}
