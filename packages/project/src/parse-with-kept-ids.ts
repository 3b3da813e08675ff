import { isCanaryError } from "@canary/core";
import { reconcile } from "@canary/prd-parser";
import type { ParsePrdOptions } from "@canary/prd-parser";
import type { MergeRequest, TaskStore } from "@canary/task-manager";
import { parseBytes } from "./read-prd.ts";
import type { ReadPrd } from "./read-prd.ts";

/** Findings about a dependency that names no item. */
const NAMELESS: ReadonlySet<string> = new Set(["dangling-dependency", "dependency-unclear"]);

/** A document's place on the disk and in the store. */
export interface ParsePlace {
  readonly options: ParsePrdOptions & { readonly path: string };
  readonly store: Pick<TaskStore, "planMerge">;
  readonly documentId: MergeRequest["documentId"];
}

/**
 * As `parseBytes`. An item keeps its id when its title is reworded, and the store is where that id is known; so where a
 * dependency names nothing in the text alone, the document is read again with the ids that the store has for its items.
 */
export function parseWithKeptIds(bytes: Uint8Array, place: ParsePlace): ReadPrd {
  const { options } = place;
  const read = parseBytes(bytes, options);
  const codes = new Set(read.document.diagnostics.map(({ code }) => code));
  if (codes.has("duplicate-id") || ![...codes].some((code) => NAMELESS.has(code))) return read;
  const keptIds = knownIdsOf(read, place);
  return keptIds.size === 0 ? read : parseBytes(bytes, { ...options, keptIds });
}

/** None where the store cannot be read: what is wrong with it is not a finding about this text. */
function knownIdsOf(read: ReadPrd, place: ParsePlace): ReadonlyMap<string, string> {
  try {
    return keptIdsOf(read, place);
  } catch (error) {
    if (isCanaryError(error)) return new Map();
    throw error;
  }
}

/** By the id that the store has for an item, the one that the text gives it; only where they differ. */
function keptIdsOf(
  { document, file }: ReadPrd,
  { store, documentId }: ParsePlace,
): ReadonlyMap<string, string> {
  const kept = new Map<string, string>();
  store.planMerge({
    documentId,
    document,
    file,
    reconcile: (previous, next) => {
      const reconciliation = reconcile(previous, next);
      for (const [index, { id }] of reconciliation.tasks.entries()) {
        const own = next[index]?.id ?? id;
        if (own !== id) kept.set(id, own);
      }
      return reconciliation;
    },
  });
  return kept;
}
