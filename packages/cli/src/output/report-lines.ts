import type { MeasuredReport, StatusCounts } from "@canary/project/tasks";
import { formatDuration } from "./duration.ts";

const BAR_WIDTH = 20;

/** `2 Blue-green`, or only the title outside every phase; with the document where the report is of several. */
export function phaseLabeller({
  phases,
}: MeasuredReport): (phase: MeasuredReport["phases"][number]) => string {
  const hasSeveral = phases.some(({ document }) => document !== phases[0]?.document);
  return ({ document, number, title }) =>
    `${hasSeveral ? `${document}: ` : ""}${number === null ? title : `${number} ${title}`}`;
}

/** How much is done as a bar of blocks. */
export function progressBar({ done, total }: StatusCounts): string {
  const filled = total === 0 ? 0 : Math.floor((BAR_WIDTH * done) / total);
  return `${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}`;
}

/** A duration, or a dash where none was measured. */
export function durationOrDash(milliseconds: number | null): string {
  return milliseconds === null ? "–" : formatDuration(milliseconds);
}

/** What the measures say of the whole, a sentence a line. */
export function measureLines({ measures, total }: MeasuredReport): readonly string[] {
  const { completedPerDay, completedByDay, medianDurationMs, durations, estimate } = measures;
  const { done, total: all, percent } = total.tasks;
  const lines = [`${percent} % done: ${done} of ${all} tasks`];
  if (completedPerDay !== null) {
    const days = completedByDay.length;
    lines.push(
      `Throughput: ${completedPerDay} completed a day, from ${completedByDay[0]?.day} to ${completedByDay.at(-1)?.day} (work on ${days} ${days === 1 ? "day" : "days"})`,
    );
  }
  if (medianDurationMs !== null) {
    lines.push(
      `Duration: ${formatDuration(medianDurationMs)} in the median of ${durations.length} measured from start to completion`,
    );
  }
  if (measures.remaining === 0) return lines;
  lines.push(
    estimate === null
      ? "Estimate: none yet; no task was measured from start to completion"
      : `Estimate: ${formatDuration(estimate.shortestMs)} side by side at best, ${formatDuration(estimate.sequentialMs)} one after the other (${estimate.basis})`,
  );
  return lines;
}
