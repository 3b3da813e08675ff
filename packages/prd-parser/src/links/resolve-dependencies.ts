import { hasIdShape } from "../dialects/dependency-list.ts";
import type { NamedItem } from "../identity/assign-ids.ts";
import type { Reference } from "../items/item.ts";
import type { Phase } from "@canary/core";

/** A reference that leads nowhere (by a wrong id, by a phase that is not there, by a mere word), into another document, or to its own item. */
export interface BadReference {
  readonly kind: "dangling" | "phase" | "unclear" | "elsewhere" | "self";
  readonly reference: Reference;
  readonly from: string;
}

export interface ResolvedDependencies {
  /** Ids by the id of the item that depends on them, each in the order of the text; items that name none are left out. */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  readonly bad: readonly BadReference[];
}

const PHASE = /^(?:phase|milestone)s?\s{1,3}(\d{1,4})(?:\s{0,2}(?:-|\.\.|\u2013)\s{0,2}(\d{1,4}))?$/i;
const PREFIX = String.raw`[A-Za-z_-]{0,12}?|(?:\d{1,4}\.){1,5}`;
const RANGE = new RegExp(
  String.raw`^(${PREFIX})(\d{1,6})(?:\s{0,2}(?:-|\.\.|\u2013)\s{0,2}|\s{1,2}(?:to|through)\s{1,2})(${PREFIX})(\d{1,6})$`,
  "i",
);
const LONGEST_RANGE = 500;

/** Turns the names that items give into ids: an id, another name, a range of ids, or a whole phase. */
export function resolveDependencies(
  items: readonly NamedItem[],
  phases: readonly Phase[],
  keptIds: ReadonlyMap<string, string> = new Map(),
): ResolvedDependencies {
  const dependencies = new Map<string, readonly string[]>();
  const bad: BadReference[] = [];
  if (items.every(({ item }) => item.facts.dependencies === undefined)) return { dependencies, bad };
  const resolver = new Resolver(items, phases);
  resolver.addNames(keptIds);
  for (const { item, id } of items) {
    if (item.facts.dependencies === undefined) continue;
    const found = item.facts.dependencies.map((reference) => ({
      reference,
      ids: resolver.find(reference.text),
    }));
    for (const { reference, ids } of found) {
      if (ids.length === 0) {
        bad.push({ kind: kindOfMissing(reference.text), reference, from: id });
      }
      if (ids.length === 1 && ids[0] === id) bad.push({ kind: "self", reference, from: id });
    }
    const others = found.flatMap(({ ids }) => ids).filter((other) => other !== id);
    dependencies.set(id, [...new Set(others)]);
  }
  return { dependencies, bad };
}

function kindOfMissing(name: string): BadReference["kind"] {
  if (PHASE.test(name)) return "phase";
  if (name.includes(":")) return "elsewhere";
  return hasIdShape(name) ? "dangling" : "unclear";
}

class Resolver {
  readonly #names = new Map<string, string>();
  readonly #byPhase = new Map<number, readonly string[]>();

  constructor(items: readonly NamedItem[], phases: readonly Phase[]) {
    for (const { item, id } of items) {
      for (const alias of item.facts.aliases ?? []) if (!this.#names.has(alias)) this.#names.set(alias, id);
    }
    for (const { id } of items) this.#names.set(id, id);
    const byPhase = new Map<string, string[]>(phases.map((phase) => [phase.id, []]));
    for (const { item, id } of items) if (item.kind === "task") byPhase.get(item.phase ?? "")?.push(id);
    for (const phase of phases) this.#byPhase.set(phase.number, byPhase.get(phase.id) ?? []);
  }

  /** Further names, by the id that each is for; they do not take the place of others. */
  addNames(names: ReadonlyMap<string, string>): void {
    for (const [name, id] of names) if (!this.#names.has(name)) this.#names.set(name, id);
  }

  find(name: string): readonly string[] {
    const exact = this.#names.get(name) ?? this.#names.get(name.replace(/^#/, ""));
    if (exact !== undefined) return [exact];
    const phase = PHASE.exec(name);
    if (phase !== null) return this.#phases(Number(phase[1]), Number(phase[2] ?? phase[1]));
    return this.#range(name);
  }

  #phases(first: number, last: number): readonly string[] {
    if (last < first || last - first > LONGEST_RANGE) return [];
    const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return numbers.flatMap((number) => this.#byPhase.get(number) ?? []);
  }

  #range(name: string): readonly string[] {
    const match = RANGE.exec(name);
    if (match === null) return [];
    const [, prefix = "", from = "", lastPrefix = "", to = ""] = match;
    const first = Number(from);
    const last = Number(to);
    if ((lastPrefix !== "" && lastPrefix !== prefix) || last < first || last - first > LONGEST_RANGE)
      return [];
    const ids: string[] = [];
    for (let number = first; number <= last; number += 1) {
      const id = this.#names.get(prefix + String(number).padStart(from.length, "0"));
      if (id !== undefined) ids.push(id);
    }
    return ids;
  }
}
