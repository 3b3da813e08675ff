import type { BuildEvent } from "./build-event.ts";
import type { BuildProgress } from "./build-context.ts";
import type { BuildTarget } from "./build-target.ts";
import { estimateRemaining } from "./estimate-remaining.ts";
import type { Pace } from "./estimate-remaining.ts";

const EVERY_MS = 500;

/** Turns the course of a build into events, at most two a second of the same target. */
export class ProgressReporter {
  readonly #targets: readonly BuildTarget[];
  readonly #onEvent: (event: BuildEvent) => void;
  #pace: Pace = { actualMs: 0, expectedMs: 0 };
  #startedAt = Date.now();
  #reportedAt = 0;

  constructor(targets: readonly BuildTarget[], onEvent: (event: BuildEvent) => void) {
    this.#targets = targets;
    this.#onEvent = onEvent;
  }

  start(target: BuildTarget): void {
    this.#startedAt = Date.now();
    this.#reportedAt = this.#startedAt;
    this.#emit(target, "started");
  }

  progress(target: BuildTarget, progress: BuildProgress): void {
    if (Date.now() - this.#reportedAt < EVERY_MS) return;
    this.#reportedAt = Date.now();
    this.#emit(target, "progress", progress);
  }

  finish(target: BuildTarget, state: "done" | "reused"): void {
    const elapsedMs = Date.now() - this.#startedAt;
    if (state === "done") {
      const { actualMs, expectedMs } = this.#pace;
      this.#pace = { actualMs: actualMs + elapsedMs, expectedMs: expectedMs + target.expectedMs };
    }
    this.#emit(target, state);
  }

  #emit(target: BuildTarget, state: BuildEvent["state"], progress?: BuildProgress): void {
    const position = this.#targets.indexOf(target);
    const elapsedMs = Date.now() - this.#startedAt;
    const later = this.#targets.slice(position + 1);
    const isOver = state === "done" || state === "reused";
    const work = {
      laterMs: later.reduce((sum, { expectedMs }) => sum + expectedMs, 0),
      expectedMs: isOver ? 0 : target.expectedMs,
      elapsedMs,
      packages: progress?.packages,
    };
    this.#onEvent({
      kind: "build",
      target: target.name,
      state,
      elapsedMs,
      index: position + 1,
      total: this.#targets.length,
      remainingMs: estimateRemaining(work, this.#pace),
      ...progress,
    });
  }
}
