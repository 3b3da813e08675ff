import { nearest } from "@canary/core";
import type { Diagnostic, PrdTask } from "@canary/core";
import type { Playbook } from "@canary/task-master";

/** The entries that belong to no task: their steps never run. */
export function unknownEntries(
  playbooks: readonly Playbook[],
  tasks: readonly PrdTask[],
): readonly Diagnostic[] {
  const known = new Set(tasks.flatMap(({ id, aliases }) => [id, ...aliases]));
  return playbooks.flatMap(({ file, tasks: entries, locateKey }) =>
    Object.keys(entries)
      .filter((id) => !known.has(id))
      .map((id): Diagnostic => {
        const like = nearest(id, [...known])[0];
        const suggestion = like === undefined ? "" : `; did you mean ${like}?`;
        return {
          severity: "warning",
          code: "playbook-task-unknown",
          message: `there is no task "${id}", so this entry never runs${suggestion}`,
          file,
          ...locateKey(["tasks", id]),
        };
      }),
  );
}
