import { join } from "node:path";
import type { TaskStatus } from "@canary/core";
import { reconcile } from "@canary/prd-parser";
import { documentFor } from "@canary/task-manager";
import type { MergeInput, MergeReport, SyncRow, TaskStore } from "@canary/task-manager";
import type { DocumentSettings } from "./document-settings.ts";
import { refuseInvalid } from "./refuse-invalid.ts";
import { parseWithKeptIds } from "./parse-with-kept-ids.ts";
import { readBytes, refuseUnusable } from "./read-prd.ts";

export interface SyncOptions {
  /** Id of a document; the default one where it is left out. */
  readonly document?: string;
  readonly isDryRun?: boolean;
  /** Who is right where both changed; a conflict stays one where it is left out. */
  readonly prefer?: "store" | "document";
}

/** What became, or with a dry run would become, of one task about which store and document differed. */
export interface SyncedTask extends Omit<SyncRow, "follows" | "fault"> {
  /** `box`: the document's box follows; `store`: the store follows; `conflict`: both changed; `refused`: the box cannot be written. */
  readonly result: "box" | "store" | "conflict" | "refused";
  /** Why the box cannot be written; null elsewhere. */
  readonly reason: string | null;
}

/** What a sync of one document did. */
export interface SyncReport {
  readonly document: string;
  readonly file: string;
  readonly isDryRun: boolean;
  readonly tasks: readonly SyncedTask[];
  /** What the parse before it changed in the store. */
  readonly merge: MergeReport;
}

export interface SyncDeps extends DocumentSettings {
  readonly store: TaskStore;
}

/**
 * Reconciles a document with the store in both directions: it is parsed and merged, boxes follow what changed only in the
 * store, the store follows boxes that were ticked. Conflicts are left as they are. Throws CANARY_VALUE_UNKNOWN,
 * CANARY_PRD_… and what the store throws.
 */
export function syncDocument(deps: SyncDeps, options: SyncOptions = {}): SyncReport {
  const { store, root } = deps;
  const snapshot = store.read();
  const documentId = documentFor(snapshot, options.document) ?? snapshot.defaultDocument;
  const file = snapshot.documents.find(({ id }) => id === documentId)?.file ?? "";
  const path = join(root, file);
  const { marks } = deps;
  const read = parseWithKeptIds(readBytes(path, file), {
    options: { path, file, marks },
    store,
    documentId,
  });
  refuseUnusable(read);
  const { document, bytes } = read;
  refuseInvalid(file, document);
  const input: MergeInput = { documentId, document, reconcile, file, bytes };
  const rows = store.planSync(input).map((row) => settle(row, options.prefer));
  const isDryRun = options.isDryRun === true;
  const merge = isDryRun ? store.planMerge(input) : store.merge({ ...input, settled: settledOf(rows) });
  if (!isDryRun) follow({ store, rows, file, path, documentId });
  return { document: documentId, file, isDryRun, merge, tasks: rows.map((row) => resultOf(row)) };
}

type SettledRow = SyncRow & { readonly result: SyncedTask["result"] };

function settle(row: SyncRow, prefer: SyncOptions["prefer"]): SettledRow {
  const box = row.fault === null ? "box" : "refused";
  if (row.follows !== "conflict") return { ...row, result: row.follows === "store" ? "store" : box };
  if (prefer === undefined) return { ...row, result: "conflict" };
  return { ...row, result: prefer === "store" ? box : "store" };
}

/** Conflicts about which somebody said who is right. */
function settledOf(rows: readonly SettledRow[]): ReadonlySet<string> {
  const settled = rows.filter(({ follows, result }) => follows === "conflict" && result !== "conflict");
  return new Set(settled.map(({ id }) => id));
}

function idsOf(rows: readonly SettledRow[], wanted: SettledRow["result"]): ReadonlySet<string> {
  return new Set(rows.filter(({ result }) => result === wanted).map(({ id }) => id));
}

interface Following {
  readonly store: TaskStore;
  readonly rows: readonly SettledRow[];
  readonly file: string;
  readonly path: string;
  readonly documentId: string;
}

/** What the merge does not do by itself: the boxes, and the store where the document was preferred in a conflict. */
function follow({ store, rows, file, path, documentId }: Following): void {
  const nameOf = (id: string): string => `${documentId}:${id}`;
  const changes = rows
    .filter(({ result, follows }) => result === "store" && follows === "conflict")
    .map(({ id, line, box }) => {
      const status: TaskStatus = box === "completed" ? "completed" : "pending";
      return { id: nameOf(id), change: { status, force: true, message: `as ${file}:${line} says` } };
    });
  if (changes.length > 0) store.transitionEach(changes);
  const boxes = [...idsOf(rows, "box")].map((id) => nameOf(id));
  if (boxes.length > 0) store.writeBack({ path, ids: boxes });
}

function resultOf({ id, line, store, box, parsed, result, fault }: SettledRow): SyncedTask {
  const reason = result === "refused" ? fault : null;
  return { id, line, store, box, parsed, result, reason };
}
