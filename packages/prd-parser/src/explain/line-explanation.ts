import type { Diagnostic, PrdTask } from "@canary/core";
import type { AnalysedPrd } from "../analyse-prd.ts";
import type { TextRange } from "../blocks/segment.ts";
import type { DocumentParts } from "../document/read-parts.ts";

/** What a line was taken for. */
export type LineReading =
  | "task"
  | "criterion"
  | "fragment"
  | "alias"
  | "detail"
  | "phase"
  | "heading"
  | "code"
  | "html"
  | "front-matter"
  | "requirement"
  | "metadata"
  | "blank"
  | "text"
  | "unreadable";

/** How one line of a document was read, and why. */
export interface LineExplanation {
  readonly file: string;
  readonly line: number;
  /** The line as it was parsed. */
  readonly text: string;
  readonly readAs: LineReading;
  /** The item that the line is, or belongs to. */
  readonly item: PrdTask | null;
  /** A sentence each, without an end. */
  readonly reasons: readonly string[];
  /** What is to be said about this very line. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A reading before the rest is filled in. */
export interface Reading {
  readonly readAs: LineReading;
  readonly item?: PrdTask | undefined;
  readonly reasons: readonly string[];
}

/** A line of the parsed text. */
export interface Place {
  readonly line: number;
  readonly range: TextRange;
}

/** An analysed document in which something could be read. */
export type ReadPrdParts = AnalysedPrd & { readonly parts: DocumentParts };
