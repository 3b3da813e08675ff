import { statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { isCanaryError } from "@canary/core";
import type { PrdTask } from "@canary/core";
import { explainLine, reconcile } from "@canary/prd-parser";
import type { LineExplanation, Reconciliation } from "@canary/prd-parser";
import type {
  DocumentRecord,
  MergeReport,
  MergeRequest,
  StoreSnapshot,
  TaskStore,
} from "@canary/task-manager";
import { documentIdOf } from "./document-id.ts";
import type { DocumentSettings } from "./document-settings.ts";
import { parseWithKeptIds } from "./parse-with-kept-ids.ts";
import { parseBytes, readBytes } from "./read-prd.ts";
import type { ReadPrd } from "./read-prd.ts";

/** A document to read: a path, relative to the present folder, or bytes that stand for the file of that path. */
export interface DocumentSource {
  readonly path?: string | undefined;
  readonly bytes?: Uint8Array | undefined;
  /** How places in it are named; relative to the project where it is left out. */
  readonly file?: string | undefined;
}

/** Reads the PRDs of a project and merges them into its store. Throws CanaryError only. */
export interface Documents {
  /** Reads and parses; whatever the content is, it is in the diagnostics. Throws CANARY_PRD_NOT_FOUND, CANARY_PRD_UNREADABLE. */
  read(source: DocumentSource): ReadPrd;
  /** How one line (from 1) was read, and why, its item as the store will have it; undefined where there is no such line. */
  explain(source: DocumentSource, line: number): LineExplanation | undefined;
  /** Merges what was read into the store. */
  merge(read: ReadPrd): MergeOutcome;
  /** What `merge` would change; writes nothing. */
  planMerge(read: ReadPrd): MergeOutcome;
  /** Whether the store has an earlier version of it. Throws what reading the store throws. */
  isStored(read: ReadPrd): boolean;
}

/** What a merge changed, and how the items of the document were recognised. */
export interface MergeOutcome {
  readonly report: MergeReport;
  /** The items under the ids that they have in the store, and how each got its own. */
  readonly reconciliation: Reconciliation;
  /** The items as the store had them, archived ones too. */
  readonly previous: readonly PrdTask[];
}

export interface CreateDocumentsOptions extends DocumentSettings {
  /** What paths are relative to; absolute. */
  readonly cwd: string;
  readonly store: Pick<TaskStore, "merge" | "planMerge" | "read">;
}

/** The documents of a project whose configuration is known. */
export function createDocuments(options: CreateDocumentsOptions): Documents {
  const { root, marks, cwd, store } = options;
  const defaultPath = resolve(root, options.document);
  const locate = ({ path, file, bytes }: DocumentSource): Required<DocumentSource> & { path: string } => {
    const absolute = path === undefined ? defaultPath : resolve(cwd, path);
    return { path: absolute, file: file ?? (relative(root, absolute) || absolute), bytes };
  };
  const mergeBy = (merge: TaskStore["merge"], read: ReadPrd): MergeOutcome =>
    mergeRead(merge, read, { documentId: idIn(root, read), isDefault: read.path === defaultPath });
  const planBy = (read: ReadPrd): MergeOutcome => mergeBy((input) => store.planMerge(input), read);
  return {
    read: (source) => {
      const { path, file = path, bytes } = locate(source);
      const documentId = idIn(root, { file: relative(root, path) || path, path });
      const place = { options: { path, file, marks }, store, documentId };
      return parseWithKeptIds(bytes ?? readBytes(path, file), place);
    },
    explain: (source, line) => {
      const { path, file = path, bytes = readBytes(path, file) } = locate(source);
      const explanation = explainLine(bytes, { file, marks, line });
      if (readStored(store) === undefined) return explanation;
      const read = parseBytes(bytes, { path, file: relative(root, path) || path, marks });
      return isDoubled(read) ? explanation : withKeptItem(explanation, planBy(read));
    },
    merge: (read) => mergeBy((input) => store.merge(input), read),
    planMerge: planBy,
    isStored: (read) => {
      const known = readStored(store)?.documents ?? [];
      const documentId = idIn(root, read)(known);
      return known.some(({ id }) => id === documentId);
    },
  };
}

function mergeRead(
  merge: TaskStore["merge"],
  { document, file, bytes }: ReadPrd,
  place: Pick<MergeRequest, "documentId" | "isDefault">,
): MergeOutcome {
  let reconciled: Omit<MergeOutcome, "report"> = {
    reconciliation: { tasks: [], matches: [], removed: [] },
    previous: [],
  };
  const report = merge({
    ...place,
    document,
    file,
    bytes,
    reconcile: (previous, next) => {
      reconciled = { reconciliation: reconcile(previous, next), previous };
      return reconciled.reconciliation;
    },
  });
  return { report, ...reconciled };
}

/** The id that a document has in the store, or will have. */
function idIn(
  root: string,
  { file, path }: Pick<ReadPrd, "file" | "path">,
): (documents: readonly DocumentRecord[]) => string {
  return (documents) => documentIdOf(file, documents, (other) => isOtherFile(resolve(root, other), path));
}

/** The explanation with its item as the store will have it. */
function withKeptItem(
  explanation: LineExplanation | undefined,
  { reconciliation }: MergeOutcome,
): LineExplanation | undefined {
  const line = explanation?.item?.source.line;
  const item = reconciliation.tasks.find(({ source }) => source.line === line);
  return explanation === undefined || item === undefined ? explanation : { ...explanation, item };
}

function isDoubled({ document }: ReadPrd): boolean {
  return document.diagnostics.some(({ code }) => code === "duplicate-id");
}

/** Undefined where there is no store yet. */
function readStored(store: Pick<TaskStore, "read">): StoreSnapshot | undefined {
  try {
    return store.read();
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_STORE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** Whether there is a file of this name, and not the same one under two names, as where case does not count. */
function isOtherFile(name: string, path: string): boolean {
  const found = statSync(name, { throwIfNoEntry: false });
  return found !== undefined && found.ino !== statSync(path, { throwIfNoEntry: false })?.ino;
}
