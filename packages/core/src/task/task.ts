import type { Priority } from "./priority.ts";
import type { TaskStatus } from "./task-status.ts";

export const TASK_KINDS = ["task", "criterion", "fragment"] as const;
/** `task`: work to be done; `criterion`: something that must be true; `fragment`: text that looked like an item and is none. */
export type TaskKind = (typeof TASK_KINDS)[number];

/** A place in the original file: line and column count from 1, offset in bytes from 0. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A numbered part of a document. */
export interface Phase {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly priority: Priority | null;
  readonly source: SourceLocation;
}

/** An item as the document has it. */
export interface PrdTask {
  readonly id: string;
  /** Other names that the document itself uses for this item, such as `TASK_012`. */
  readonly aliases: readonly string[];
  /** The exact source text of the item, without marker, id and metadata. */
  readonly title: string;
  readonly kind: TaskKind;
  /** Id of the phase it belongs to, or null outside every phase. */
  readonly phase: string | null;
  /** Plain texts of the headings above it, outermost first. */
  readonly section: readonly string[];
  readonly priority: Priority;
  readonly status: TaskStatus;
  /** Ids of the tasks that must be satisfied first, in document order. */
  readonly dependencies: readonly string[];
  /** Source text of its sub-bullets and paragraphs, in order. */
  readonly details: readonly string[];
  /** What else the item says about itself, by lower-case name: `owner`, `tag`, `due`, `estimate`, `parallel` … */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  readonly source: SourceLocation;
}

/** A task as the store has it. */
export interface Task extends PrdTask {
  /** Id of the document it comes from. */
  readonly document: string;
  /** What was said with the last change of status. */
  readonly message?: string;
  /** RFC 3339, UTC. */
  readonly updatedAt: string;
  /** Ids of the events in the event log that hold its latest evidence, by environment. */
  readonly evidence?: Readonly<Record<string, string>>;
}
