import { readFileSync, statSync } from "node:fs";
import { relative } from "node:path";
import { CanaryError, formatDiagnostic } from "@canary/core";
import type { ErrorCode, PrdDocument } from "@canary/core";
import { parsePrdText } from "@canary/prd-parser";
import type { ParsePrdOptions } from "@canary/prd-parser";
import type { DocumentSettings } from "./document-settings.ts";

/** Findings that mean that the text is no PRD at all. */
const REFUSED: Readonly<Record<string, { readonly code: ErrorCode; readonly hint: string }>> = {
  "binary-content": { code: "CANARY_PRD_BINARY", hint: "Give a Markdown text file." },
  "empty-document": {
    code: "CANARY_PRD_EMPTY",
    hint: "Write phases as headings and tasks as `- [ ] …` lines; docs/prd-format.md shows how.",
  },
  "no-items": {
    code: "CANARY_PRD_NO_ITEMS",
    hint: "Write tasks as `- [ ] …` lines under a phase heading; docs/prd-format.md shows every form.",
  },
};

/** A PRD with the bytes that it was parsed from. */
export interface ReadPrd {
  /** As places in it are named. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly document: PrdDocument;
}

/** Parses the bytes of the file at `path`. */
export function parseBytes(
  bytes: Uint8Array,
  { path, ...options }: ParsePrdOptions & { readonly path: string },
): ReadPrd {
  return { file: options.file, path, bytes, document: parsePrdText(bytes, options).document };
}

/**
 * Reads and parses the PRD at `path`; places in it are named relative to the root. Throws CANARY_PRD_NOT_FOUND,
 * CANARY_PRD_UNREADABLE, CANARY_PRD_BINARY, CANARY_PRD_EMPTY or CANARY_PRD_NO_ITEMS.
 */
export function readPrd(path: string, { root, marks }: Pick<DocumentSettings, "root" | "marks">): ReadPrd {
  const file = relative(root, path) || path;
  const read = parseBytes(readBytes(path, file), { path, file, marks });
  refuseUnusable(read);
  return read;
}

/** Throws CANARY_PRD_BINARY, CANARY_PRD_EMPTY or CANARY_PRD_NO_ITEMS for a document that is no PRD at all. */
export function refuseUnusable({ document }: ReadPrd): void {
  for (const diagnostic of document.diagnostics) {
    const refusal = REFUSED[diagnostic.code];
    if (refusal === undefined) continue;
    throw new CanaryError(formatDiagnostic(diagnostic), {
      ...refusal,
      details: { diagnostics: document.diagnostics },
    });
  }
}

/** The bytes of the file at `path`, which errors call `file`. Throws CANARY_PRD_NOT_FOUND or CANARY_PRD_UNREADABLE (a folder, or no permission). */
export function readBytes(path: string, file: string): Uint8Array {
  try {
    if (statSync(path).isDirectory()) {
      throw new CanaryError(`${file} is a folder, not a Markdown file`, {
        code: "CANARY_PRD_UNREADABLE",
        hint: `Name the file in it, such as ${file}/PRD.md.`,
      });
    }
    return readFileSync(path);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    if (error.code === "ENOENT" || error.code === "ENOTDIR") {
      throw new CanaryError(`there is no file ${file}`, {
        code: "CANARY_PRD_NOT_FOUND",
        hint: "Check the path; it is relative to the present folder (or --cwd).",
      });
    }
    if (typeof error.code === "string" && /^E[A-Z]+$/.test(error.code)) {
      throw new CanaryError(`${file} cannot be read (${error.code})`, {
        code: "CANARY_PRD_UNREADABLE",
        hint: "Check its permissions.",
        cause: error,
      });
    }
    throw error;
  }
}
