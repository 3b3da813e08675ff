import type { FactMatch } from "../dialects/head-rule.ts";
import type { ItemFacts, Reference } from "./item.ts";

/** Adds what a match at `offset` says: the first id wins and further ones are aliases, the first priority wins, the rest adds up. */
export function mergeFacts(facts: ItemFacts, match: FactMatch, offset: number): ItemFacts {
  const names = [match.id, match.alias].filter((name) => name !== undefined);
  const id = facts.id ?? match.id;
  const aliases = [...(facts.aliases ?? []), ...names.filter((name) => name !== id)];
  const priority = facts.priority ?? match.priority;
  const attributes = mergeAttributes(facts.attributes, match.attributes);
  const references: readonly Reference[] = (match.dependencies ?? []).map(({ text, index }) => ({
    text,
    offset: offset + index,
  }));
  return {
    ...(id === undefined ? {} : { id }),
    ...(priority === undefined ? {} : { priority }),
    ...(attributes === undefined ? {} : { attributes }),
    aliases,
    dependencies: [...(facts.dependencies ?? []), ...references].sort((a, b) => a.offset - b.offset),
  };
}

type Attributes = ItemFacts["attributes"];

function mergeAttributes(one: Attributes, other: Attributes): Attributes {
  if (one === undefined || other === undefined) return one ?? other;
  const merged: Record<string, readonly string[]> = { ...one };
  for (const [name, values] of Object.entries(other)) merged[name] = [...values, ...(merged[name] ?? [])];
  return merged;
}
