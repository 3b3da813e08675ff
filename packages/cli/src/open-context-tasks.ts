import { openTasks } from "@canary/project/tasks";
import type { TaskStore } from "@canary/project/tasks";
import type { CliContext } from "./cli-context.ts";
import { sayStoreNotice } from "./output/say-store-notice.ts";
import { projectFolderOf } from "./project-folder.ts";

/** The task store of the project around the context; what it mends on its own is said on stderr. */
export function openContextTasks(context: CliContext): TaskStore {
  return openTasks({
    cwd: projectFolderOf(context),
    clock: context.clock,
    onNotice: (notice) => sayStoreNotice(notice, context),
  });
}
