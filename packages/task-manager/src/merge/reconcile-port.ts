import type { PrdDocument, PrdTask, TaskStatus } from "@canary/core";
import type { DocumentRecord } from "../record/document-record.ts";

/** How a task was found again. */
export interface TaskMatch {
  readonly id: string;
  readonly how: "id" | "title" | "likeness" | "new";
}

/** The tasks of the next document under the ids they had before, and what became of the previous ones. */
export interface Reconciliation {
  readonly tasks: readonly PrdTask[];
  readonly matches: readonly TaskMatch[];
  readonly removed: readonly string[];
}

/** Gives tasks their ids again; the parser's job, passed in. Archived tasks are among `previous`, so that no id is given twice. */
export type Reconcile = (previous: readonly PrdTask[], next: readonly PrdTask[]) => Reconciliation;

/** A box that is against what the store says; the store keeps its status, and the conflict stays until it is settled. */
export interface BoxConflict {
  readonly id: string;
  readonly line: number;
  readonly column: number;
  readonly store: TaskStatus;
  readonly box: TaskStatus;
}

/** What the merge of a document into the store did; ids in document order. */
export interface MergeReport {
  readonly added: readonly string[];
  /** Title, kind, priority, dependencies, details, aliases, box or status became others. */
  readonly changed: readonly string[];
  /** Phase, section or place among the others became others. */
  readonly moved: readonly string[];
  /** Archived: they left the document. */
  readonly removed: readonly string[];
  /** Archived before, in the document again. */
  readonly restored: readonly string[];
  readonly unchanged: readonly string[];
  readonly conflicts: readonly BoxConflict[];
}

/** A document that is to be merged. */
export interface MergeInput {
  readonly documentId: string;
  readonly document: PrdDocument;
  readonly reconcile: Reconcile;
  /** The file as it is named in sources; taken from the document where it is left out. */
  readonly file?: string;
  /** The file's bytes; with them the store can tell later whether a line is still the one that was parsed. */
  readonly bytes?: Uint8Array;
  /** Ids of tasks whose conflict is being settled: their box is remembered as it is now, others as when both agreed. */
  readonly settled?: ReadonlySet<string>;
  /** Whether this becomes the default document; the first one is in any case. */
  readonly isDefault?: boolean;
}

/** What a merge is asked for: the id of the document may depend on which ones the store holds. */
export type MergeRequest = Omit<MergeInput, "documentId"> & {
  readonly documentId: string | ((documents: readonly DocumentRecord[]) => string);
};

/** The request with the id that it means in this store. */
export function settleDocumentId(request: MergeRequest, documents: readonly DocumentRecord[]): MergeInput {
  const { documentId } = request;
  return { ...request, documentId: typeof documentId === "string" ? documentId : documentId(documents) };
}
