import { statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { isCanaryError } from "@canary/core";
import { explainLine, reconcile } from "@canary/prd-parser";
import type { LineExplanation, Reconciliation } from "@canary/prd-parser";
import type { MergeReport, TaskStore } from "@canary/task-manager";
import { documentIdOf } from "./document-id.ts";
import type { DocumentSettings } from "./document-settings.ts";
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
  /** How one line (from 1) was read, and why; undefined where there is no such line. */
  explain(source: DocumentSource, line: number): LineExplanation | undefined;
  /** Merges what was read into the store. */
  merge(read: ReadPrd): MergeOutcome;
  /** What `merge` would change; writes nothing. */
  planMerge(read: ReadPrd): MergeOutcome;
  /** Whether the project has a store yet. Throws what reading it throws. */
  hasStore(): boolean;
}

/** What a merge changed, and how the items of the document were recognised. */
export interface MergeOutcome {
  readonly report: MergeReport;
  /** The items under the ids that they have in the store, and how each got its own. */
  readonly reconciliation: Reconciliation;
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
  const mergeBy = (merge: TaskStore["merge"], { file, path, bytes, document }: ReadPrd): MergeOutcome => {
    let reconciliation: Reconciliation = { tasks: [], matches: [], removed: [] };
    const report = merge({
      documentId: (documents) =>
        documentIdOf(file, documents, (other) => isOtherFile(resolve(root, other), path)),
      document,
      reconcile: (previous, next) => (reconciliation = reconcile(previous, next)),
      file,
      bytes,
      isDefault: path === defaultPath,
    });
    return { report, reconciliation };
  };
  return {
    read: (source) => {
      const { path, file = path, bytes } = locate(source);
      return parseBytes(bytes ?? readBytes(path, file), { path, file, marks });
    },
    explain: (source, line) => {
      const { path, file = path, bytes } = locate(source);
      return explainLine(bytes ?? readBytes(path, file), { file, marks, line });
    },
    merge: (read) => mergeBy((input) => store.merge(input), read),
    planMerge: (read) => mergeBy((input) => store.planMerge(input), read),
    hasStore: () => hasStore(store),
  };
}

function hasStore(store: Pick<TaskStore, "read">): boolean {
  try {
    store.read();
    return true;
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_STORE_NOT_FOUND") return false;
    throw error;
  }
}

/** Whether there is a file of this name, and not the same one under two names, as where case does not count. */
function isOtherFile(name: string, path: string): boolean {
  const found = statSync(name, { throwIfNoEntry: false });
  return found !== undefined && found.ino !== statSync(path, { throwIfNoEntry: false })?.ino;
}
