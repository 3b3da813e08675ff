import type { Item } from "../items/item.ts";
import { derivedId } from "./derived-id.ts";

export interface NamedItem {
  readonly item: Item;
  readonly id: string;
  /** The earlier item to which the document gives the same id. */
  readonly duplicates?: Item;
}

/** Gives every item its id: the document's own where it has one, else a derived one; equal ones are numbered in order. */
export function assignIds(items: readonly Item[]): readonly NamedItem[] {
  const explicit = new Set(items.map((item) => item.facts.id).filter((id) => id !== undefined));
  const owners = new Map<string, Item>();
  const counts = new Map<string, number>();
  const numbered = (wanted: string): string => {
    let count = counts.get(wanted) ?? 1;
    do count += 1;
    while (owners.has(`${wanted}-${count}`) || explicit.has(`${wanted}-${count}`));
    counts.set(wanted, count);
    return `${wanted}-${count}`;
  };
  return items.map((item) => {
    const own = item.facts.id;
    const wanted = own ?? derivedId(item.phase, item.title);
    const owner = owners.get(wanted);
    const isTaken = owner !== undefined || (own === undefined && explicit.has(wanted));
    const id = isTaken ? numbered(wanted) : wanted;
    owners.set(id, item);
    return own !== undefined && owner !== undefined ? { item, id, duplicates: owner } : { item, id };
  });
}
