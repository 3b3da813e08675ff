import type { Phase, Task, TaskStatus } from "@canary/core";
import type { StoreProblem } from "../file/store-file.ts";
import type { DocumentRecord } from "../record/document-record.ts";
import type { RecordedRun, TaskClaim } from "../record/task-record.ts";

/** A task with what only the store knows about it. */
export interface StoredTask extends Task {
  /** Its id in its document; `id` is `document:id` where another document has the same one. */
  readonly localId: string;
  /** The status that its document gave when it was last parsed. */
  readonly box: TaskStatus;
  readonly owner?: string;
  readonly note?: string;
  /** Who took it, and until when. */
  readonly claim?: TaskClaim;
  /** The last claim, where it ended without the task being done: others may take it again. */
  readonly endedClaim?: TaskClaim;
  /** The last try by a run. */
  readonly run?: RecordedRun;
  /** When it left its document; absent while it is in it. */
  readonly archivedAt?: string;
  /** Id of the last event about it. */
  readonly event: string;
}

/** A phase with the document it is in. */
export interface StoredPhase extends Phase {
  readonly document: string;
}

/** One whole version of the store. */
export interface StoreSnapshot {
  /** In the order of their first merge. */
  readonly documents: readonly DocumentRecord[];
  /** Id of the document that is meant where none is named. */
  readonly defaultDocument: string;
  /** Of all documents; ids are unique among them. */
  readonly phases: readonly StoredPhase[];
  /** In document order; ids are unique among all documents. */
  readonly tasks: readonly StoredTask[];
  /** Tasks that left their document; they can be restored, and their ids are never given again. */
  readonly archived: readonly StoredTask[];
  /** What was set aside, with file and line. */
  readonly problems: readonly StoreProblem[];
}
