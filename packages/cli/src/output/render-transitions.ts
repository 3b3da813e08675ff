import type { StoredTask, Transition, WriteBackReport } from "@canary/project/tasks";
import type { CliContext } from "../cli-context.ts";
import { paintStatus, statusLabel } from "./task-table.ts";

/** A line for each task: what it was and is, and what became of its box. */
export function renderTransitions(
  transitions: readonly Transition[],
  writeBack: WriteBackReport | null,
  { out }: CliContext,
): string {
  const written = new Set(writeBack?.written);
  return transitions
    .map(({ task, previous, event }) => {
      const now = paintStatus(out, statusLabel(task.status), task.status);
      const step = task.status === previous.status ? now : `${previous.status} → ${now}`;
      const remarks = [
        ...(event === null ? ["nothing to change"] : []),
        ...(event?.isForced === true ? ["forced"] : []),
        ...claimRemark(task, previous),
        ...(task.owner === previous.owner ? [] : [`owner ${task.owner ?? "removed"}`]),
        ...(task.note === previous.note ? [] : [`note ${task.note ?? "removed"}`]),
        ...(written.has(task.localId) ? [`box in ${task.source.file}:${task.source.line}`] : []),
      ];
      return `${out.accent(task.id)} ${step}${remarks.length === 0 ? "" : out.dim(` (${remarks.join("; ")})`)}\n`;
    })
    .join("");
}

/** What became of a claim that its task did not lose by being done. */
function claimRemark(task: StoredTask, previous: StoredTask): readonly string[] {
  const [now, before] = [task.claim?.by, previous.claim?.by];
  if (now === before || task.status !== previous.status) return [];
  return [now === undefined ? `claim of ${before} removed` : `claimed by ${now}`];
}
