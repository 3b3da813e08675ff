import type { Diagnostic } from "@canary/core";
import type { StoreSnapshot } from "@canary/task-manager";

/** What of the store could not be read, so that no plan can have it. */
export function damagedRecords(problems: StoreSnapshot["problems"]): readonly Diagnostic[] {
  return problems.map(({ file, line, reason }) => ({
    severity: "warning",
    code: "store-record-damaged",
    message: `${reason}, so this task is left out; \`canary doctor --fix\` restores what it can`,
    file,
    line,
    column: 1,
  }));
}
