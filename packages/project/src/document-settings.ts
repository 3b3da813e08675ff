import type { TaskStatus } from "@canary/core";

/** What the configuration says about documents. */
export interface DocumentSettings {
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** The PRD that commands mean when none is named, relative to the root. */
  readonly document: string;
  /** Meanings of checkbox marks, before the usual ones. */
  readonly marks: Readonly<Record<string, TaskStatus>>;
}
