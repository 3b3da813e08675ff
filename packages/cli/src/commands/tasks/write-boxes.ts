import { findProjectRoot, writeBackTasks } from "@canary/project/tasks";
import type { StoredTask, TaskStore, WriteBackReport } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import { projectFolderOf } from "../../project-folder.ts";

export interface BoxOptions {
  readonly store: TaskStore;
  /** Whether it was asked for on the command line; else canary.yaml decides. */
  readonly isAsked: boolean;
}

/** Writes the boxes of changed tasks where that is wanted; null where it is not. What is refused is said on stderr. */
export async function writeBoxes(
  tasks: readonly StoredTask[],
  { store, isAsked }: BoxOptions,
  context: CliContext,
): Promise<WriteBackReport | null> {
  if (tasks.length === 0 || (!isAsked && !(await context.isWriteBackConfigured()))) return null;
  const report = writeBackTasks({ store, root: findProjectRoot(projectFolderOf(context)) }, tasks);
  const files = new Map(tasks.map(({ localId, source }) => [localId, source.file]));
  for (const { id, line, reason } of report.refused) {
    context.say(
      context.err.warn(`note: the box of ${id} (${files.get(id)}:${line}) stays as it is: ${reason}`),
    );
  }
  return report;
}
