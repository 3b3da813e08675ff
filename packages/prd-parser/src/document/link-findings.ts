import { findCycle } from "@canary/core";
import type { NamedItem } from "../identity/assign-ids.ts";
import type { ResolvedDependencies } from "../links/resolve-dependencies.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Finding } from "./reporter.ts";

/** Errors of identity and links: an id given twice, a dependency on nothing or on itself, a cycle. */
export function linkFindings(
  source: SourceText,
  named: readonly NamedItem[],
  resolved: ResolvedDependencies,
): readonly Finding[] {
  return [
    ...duplicateFindings(source, named),
    ...referenceFindings(resolved),
    ...cycleFindings(named, resolved),
  ];
}

function duplicateFindings(source: SourceText, named: readonly NamedItem[]): readonly Finding[] {
  return named.flatMap(({ item, id, duplicates }): readonly Finding[] => {
    if (duplicates === undefined) return [];
    const { line } = source.locate(duplicates.offset);
    const message = `the id ${item.facts.id} is that of the item in line ${line} too; this one is called ${id} for now`;
    return [{ code: "duplicate-id", message, offset: item.offset }];
  });
}

function referenceFindings(resolved: ResolvedDependencies): readonly Finding[] {
  return resolved.bad.map(({ kind, reference, from }): Finding => {
    const { text, offset } = reference;
    if (kind === "self") {
      return { code: "self-dependency", message: `${from} depends on itself`, offset };
    }
    if (kind === "elsewhere") {
      const message = `${from} depends on ${text}, which is of another document; only dependencies inside a document are followed`;
      return { code: "dependency-elsewhere", message, offset };
    }
    if (kind === "unclear") {
      const message = `"${text}" is the name of no item, so ${from} does not wait for it`;
      return { code: "dependency-unclear", message, offset };
    }
    if (kind === "phase") {
      const message = `${from} depends on ${text}, and no phase with tasks has that number`;
      return { code: "dangling-dependency", message, offset };
    }
    return {
      code: "dangling-dependency",
      message: `${from} depends on ${text}, which no item of this document is called`,
      offset,
    };
  });
}

function cycleFindings(named: readonly NamedItem[], resolved: ResolvedDependencies): readonly Finding[] {
  const waiting = named.flatMap(({ item: { status }, id }) => {
    const dependencies = resolved.dependencies.get(id);
    return dependencies === undefined ? [] : { id, status, dependencies };
  });
  const cycle = findCycle({ tasks: new Map(waiting.map((task) => [task.id, task])) });
  const first = named.find(({ id }) => id === cycle?.[0]);
  if (cycle === undefined || first === undefined) return [];
  const message = `these items wait for each other: ${cycle.join(" -> ")}`;
  return [{ code: "dependency-cycle", message, offset: first.item.offset }];
}
