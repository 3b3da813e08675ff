import type { StoreNotice } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";

/** What the store did on its own, on stderr. */
export function sayStoreNotice(notice: StoreNotice, context: CliContext): void {
  context.say(context.err.warn(`note: ${noticeText(notice)}`));
}

function noticeText(notice: StoreNotice): string {
  switch (notice.kind) {
    case "mended":
      return `the store was mended (${notice.reason}): ${notice.tasks.join(", ")}`;
    case "lock-taken-over":
      return "the lock of a process that is gone was taken over";
    case "migrated":
      return `the store was migrated from version ${notice.from} to ${notice.to}; the file as it was is ${notice.backup}`;
    case "quarantined":
      return `${notice.records} damaged ${notice.records === 1 ? "record was" : "records were"} set aside in ${notice.file}`;
  }
}
