import type { FactMatch, MatchedReference } from "../dialects/head-rule.ts";
import type { ItemFacts, Reference } from "./item.ts";

/** Adds what a match at `offset` says: the first id wins and further ones are aliases, the first priority wins, the rest adds up. */
export function mergeFacts(facts: ItemFacts, match: FactMatch, offset: number): ItemFacts {
  const merged: Mutable<ItemFacts> = { ...facts };
  addName(merged, match.id, true);
  addName(merged, match.alias, false);
  if (match.priority !== undefined) merged.priority ??= match.priority;
  if (match.attributes !== undefined)
    merged.attributes = mergeAttributes(merged.attributes ?? {}, match.attributes);
  if (match.dependencies !== undefined)
    merged.dependencies = mergeReferences(merged.dependencies ?? [], match.dependencies, offset);
  return merged;
}

function addName(facts: Mutable<ItemFacts>, name: string | undefined, isId: boolean): void {
  if (name === undefined) return;
  if (isId && facts.id === undefined) facts.id = name;
  else if (name !== facts.id) facts.aliases = [...(facts.aliases ?? []), name];
}

type Mutable<Facts> = { -readonly [Name in keyof Facts]: Facts[Name] };
type Attributes = NonNullable<ItemFacts["attributes"]>;

function mergeAttributes(one: Attributes, other: Attributes): Attributes {
  const merged: Record<string, readonly string[]> = { ...one };
  for (const [name, values] of Object.entries(other)) {
    const known = Object.hasOwn(one, name) ? one[name] : undefined;
    merged[name] = [...values, ...(known ?? [])];
  }
  return merged;
}

function mergeReferences(
  known: readonly Reference[],
  more: readonly MatchedReference[],
  offset: number,
): readonly Reference[] {
  const references = more.map(({ text, index }) => ({ text, offset: offset + index }));
  return known.length === 0 ? references : [...known, ...references].sort((a, b) => a.offset - b.offset);
}
