import type { DocumentMetadata, DocumentStatistics, Phase, Requirement } from "@canary/core";

/** What the store keeps of a document besides its tasks. */
export interface DocumentRecord {
  readonly id: string;
  /** The file as it was named when it was parsed, relative to the project. */
  readonly file: string;
  readonly metadata: DocumentMetadata;
  readonly phases: readonly Phase[];
  readonly requirements: readonly Requirement[];
  readonly statistics: DocumentStatistics;
  /** Id of the last event about this document. */
  readonly event: string;
}

/** Why `value` is no document record, or undefined when it is one. */
export function documentFault(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return "is no object";
  const { id, file, phases } = value as Partial<Record<string, unknown>>;
  if (typeof id !== "string" || id === "") return "has no id";
  if (typeof file !== "string") return "has no file";
  if (!Array.isArray(phases) || !phases.every(isPhase)) return "has no valid list of phases";
  return undefined;
}

function isPhase(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { id, number, title } = value as Partial<Record<string, unknown>>;
  return typeof id === "string" && typeof number === "number" && typeof title === "string";
}
