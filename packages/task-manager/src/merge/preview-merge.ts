import { isCanaryError } from "@canary/core";
import { readStoreFile } from "../file/read-store-file.ts";
import { EMPTY_CONTENT } from "../file/store-file.ts";
import type { StoreContent } from "../file/store-file.ts";
import type { StoreAccess } from "../write/store-access.ts";
import { planMerge } from "./merge-document.ts";
import type { MergeInput, MergeReport } from "./reconcile-port.ts";

/** What a merge would report, from the store as it is; writes nothing and takes no lock. */
export function previewMerge(access: StoreAccess, input: MergeInput): MergeReport {
  return planMerge(readContent(access), input).report;
}

function readContent({ paths }: StoreAccess): StoreContent {
  try {
    return readStoreFile(paths);
  } catch (error) {
    if (isCanaryError(error) && error.code === "CANARY_STORE_NOT_FOUND") return EMPTY_CONTENT;
    throw error;
  }
}
