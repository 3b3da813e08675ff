import { openTasks } from "@canary/project/tasks";
import type { StoreNotice, TaskStore } from "@canary/project/tasks";
import type { CliContext } from "./cli-context.ts";
import { projectFolderOf } from "./project-folder.ts";

/** The task store of the project around the context; what it mends on its own is said on stderr. */
export function openContextTasks(context: CliContext): TaskStore {
  return openTasks({
    cwd: projectFolderOf(context),
    clock: context.clock,
    onNotice: (notice) => context.say(context.err.warn(noticeText(notice))),
  });
}

function noticeText(notice: StoreNotice): string {
  switch (notice.kind) {
    case "mended":
      return `note: the store was mended (${notice.reason}): ${notice.tasks.join(", ")}`;
    case "lock-taken-over":
      return "note: the lock of a process that is gone was taken over";
    case "quarantined":
      return `note: ${notice.records} damaged ${notice.records === 1 ? "record was" : "records were"} set aside in ${notice.file}`;
  }
}
