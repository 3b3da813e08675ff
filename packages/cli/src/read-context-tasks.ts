import { readTasks } from "@canary/project/tasks";
import type { StoreSnapshot } from "@canary/project/tasks";
import type { CliContext } from "./cli-context.ts";
import { sayStoreProblems } from "./output/say-store-problems.ts";
import { projectFolderOf } from "./project-folder.ts";

/** The tasks of the project around the context, for verbs that only read; what is damaged is said on stderr. */
export function readContextTasks(context: CliContext): StoreSnapshot {
  return sayStoreProblems(readTasks({ cwd: projectFolderOf(context), clock: context.clock }), context);
}
