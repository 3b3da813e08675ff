import type { Diagnostic } from "../diagnostic.ts";
import type { Phase, PrdTask, SourceLocation } from "../task/task.ts";

/** What the document says about itself; absent where it does not. */
export interface DocumentMetadata {
  readonly title: string | null;
  readonly project: string | null;
  readonly document: string | null;
  readonly version: string | null;
  readonly date: string | null;
  readonly status: string | null;
  readonly owners: readonly string[];
}

/** A sentence that the document calls a requirement, such as `REQ-001`. */
export interface Requirement {
  readonly id: string;
  readonly text: string;
  readonly source: SourceLocation;
}

export interface DocumentStatistics {
  readonly checkboxes: { readonly total: number; readonly completed: number };
  readonly phases: number;
  readonly tasks: number;
  readonly criteria: number;
  readonly fragments: number;
}

/** One parsed PRD: everything that was found, in document order. */
export interface PrdDocument {
  readonly metadata: DocumentMetadata;
  readonly phases: readonly Phase[];
  readonly tasks: readonly PrdTask[];
  readonly requirements: readonly Requirement[];
  readonly diagnostics: readonly Diagnostic[];
  readonly statistics: DocumentStatistics;
}
