import type { Diagnostic, PrdDocument } from "@canary/core";
import { analysePrd } from "./analyse-prd.ts";
import type { ParsePrdOptions } from "./analyse-prd.ts";

export interface ParsedPrd {
  readonly document: PrdDocument;
  /** Everything that was found wrong or odd, in the order of the text; the same as in the document. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses a PRD in Markdown: its phases, tasks, criteria, requirements and what it says about itself.
 * Pure and total: the same input gives the same output, and bad input gives diagnostics, never an exception.
 * Content that cannot be a PRD has an error diagnostic `empty-document`, `no-items` or `binary-content`.
 * Lines and columns count from 1, offsets are in bytes of the original file.
 */
export function parsePrdText(source: string | Uint8Array, options: ParsePrdOptions): ParsedPrd {
  const { document } = analysePrd(source, options);
  return { document, diagnostics: document.diagnostics };
}
