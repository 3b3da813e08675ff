import { findProjectRoot, writeBackTasks } from "@canary/project/tasks";
import type { StoredTask, TaskStore, WriteBackReport } from "@canary/project/tasks";
import type { CliContext } from "../../cli-context.ts";
import type { CommandInput } from "../../command.ts";
import { sayRefusedBoxes } from "../../output/say-refused-boxes.ts";
import { projectFolderOf } from "../../project-folder.ts";

/** Whether boxes are to follow: because it was asked for, or because canary.yaml says so. Throws CANARY_CONFIG_INVALID. */
export async function wantsBoxes(input: CommandInput, context: CliContext): Promise<boolean> {
  return input.flag("write-back") || (await context.isWriteBackConfigured());
}

/** Writes the boxes of changed tasks; null where there are none. What is refused is said on stderr. */
export function writeBoxes(
  tasks: readonly StoredTask[],
  store: TaskStore,
  context: CliContext,
): WriteBackReport | null {
  if (tasks.length === 0) return null;
  const report = writeBackTasks({ store, root: findProjectRoot(projectFolderOf(context)) }, tasks);
  const files = new Map(tasks.map(({ localId, source }) => [localId, source.file]));
  const refused = report.refused.map((box) => ({ ...box, file: files.get(box.id) ?? "" }));
  sayRefusedBoxes(refused, context);
  return report;
}
