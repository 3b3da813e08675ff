import { isCanaryError } from "@canary/core";
import { readStoreFile } from "../file/read-store-file.ts";
import { EMPTY_CONTENT } from "../file/store-file.ts";
import type { StoreContent } from "../file/store-file.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { planSync } from "../sync/plan-sync.ts";
import type { SyncRow } from "../sync/plan-sync.ts";
import { planMerge } from "./merge-document.ts";
import { settleDocumentId } from "./reconcile-port.ts";
import type { MergeInput, MergeReport, MergeRequest } from "./reconcile-port.ts";

/** What a merge would report, from the store as it is; writes nothing and takes no lock. */
export function previewMerge(access: StoreAccess, request: MergeRequest): MergeReport {
  const content = readContent(access);
  return planMerge(content, settleDocumentId(request, content.header.documents)).report;
}

/** Where the store, as it is, and a freshly parsed document differ in what is done. */
export function previewSync(access: StoreAccess, input: MergeInput): readonly SyncRow[] {
  return planSync(readContent(access), input);
}

function readContent({ paths }: StoreAccess): StoreContent {
  try {
    return readStoreFile(paths);
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_STORE_NOT_FOUND") return EMPTY_CONTENT;
    throw error;
  }
}
