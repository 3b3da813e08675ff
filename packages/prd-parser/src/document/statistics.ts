import type { DocumentStatistics, Phase, PrdTask } from "@canary/core";
import type { Item } from "../items/item.ts";

/** The counts of a document. */
export function countDocument(
  tasks: readonly PrdTask[],
  phases: readonly Phase[],
  items: readonly Item[],
): DocumentStatistics {
  const boxes = items.filter((item) => item.isBox);
  const ofKind = (kind: PrdTask["kind"]): number => tasks.filter((task) => task.kind === kind).length;
  return {
    checkboxes: {
      total: boxes.length,
      completed: boxes.filter((item) => item.status === "completed").length,
    },
    phases: phases.length,
    tasks: ofKind("task"),
    criteria: ofKind("criterion"),
    fragments: ofKind("fragment"),
  };
}
