/** How long finished work took, beside how long it was expected to take. */
export interface Pace {
  readonly actualMs: number;
  readonly expectedMs: number;
}

/** Before this much was expected and done, the pace says little. */
const ENOUGH_MS = 60_000;

export interface RemainingWork {
  /** Expected for the targets after the present one. */
  readonly laterMs: number;
  /** Expected for the present one, and what it took so far. */
  readonly expectedMs: number;
  readonly elapsedMs: number;
  readonly packages?: { readonly done: number; readonly total: number } | undefined;
}

/** Milliseconds that are left: expectations scaled by the pace so far; a target that counts its packages counts by these. */
export function estimateRemaining(work: RemainingWork, pace: Pace): number {
  const factor = pace.expectedMs >= ENOUGH_MS ? pace.actualMs / pace.expectedMs : 1;
  const { done = 0, total = 0 } = work.packages ?? {};
  const own =
    total > 0 && done / total > 0.1
      ? work.elapsedMs * (total / done - 1)
      : work.expectedMs * factor - work.elapsedMs;
  return Math.round(work.laterMs * factor + Math.max(0, own));
}
