import { CanaryError, isReady, nearest } from "@canary/core";
import type { PrdTask, TaskGraph } from "@canary/core";

/** Which part of the ordered tasks to keep. */
export interface Narrowing {
  /** Only tasks that are pending and whose dependencies are satisfied now. */
  readonly ready?: boolean;
  /** From this task on, in the order of the plan. */
  readonly from?: string;
  /** Up to and with this task, in the order of the plan. */
  readonly until?: string;
}

/**
 * The part of these ordered tasks. Throws CANARY_TASK_UNKNOWN for a bound that is not among them, CANARY_USAGE for bounds
 * that are the wrong way round.
 */
export function narrow<T extends PrdTask>(
  ordered: readonly T[],
  { ready = false, from, until }: Narrowing,
  graph: TaskGraph<T>,
): readonly T[] {
  const start = from === undefined ? 0 : indexOf(ordered, from);
  const end = until === undefined ? ordered.length : indexOf(ordered, until) + 1;
  if (from !== undefined && until !== undefined && start >= end) throw wrongWayRound(from, until);
  const part = ordered.slice(start, end);
  return ready ? part.filter((task) => isReady(graph, task)) : part;
}

function wrongWayRound(from: string, until: string): CanaryError {
  return new CanaryError(
    `--from ${from} --until ${until} leaves nothing: in the order of the plan, ${until} comes before ${from}`,
    {
      code: "CANARY_USAGE",
      hint: `Use --from ${until} --until ${from}`,
      details: { from, until },
    },
  );
}

function indexOf(ordered: readonly PrdTask[], id: string): number {
  const index = ordered.findIndex((task) => task.id === id);
  if (index !== -1) return index;
  const candidates = nearest(
    id,
    ordered.map((task) => task.id),
  );
  throw new CanaryError(`"${id}" is not one of the tasks of this plan`, {
    code: "CANARY_TASK_UNKNOWN",
    hint:
      candidates.length === 0
        ? "Choose one of the tasks that the plan shows"
        : `Nearest: ${candidates.join(", ")}`,
    details: { task: id, candidates },
  });
}
