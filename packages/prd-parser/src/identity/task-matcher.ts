import type { PrdTask } from "@canary/core";
import { isDerivedId } from "./derived-id.ts";
import { likeness, LIKENESS_THRESHOLD, titleWords } from "./likeness.ts";

export interface FoundMatch {
  readonly previous: PrdTask;
  readonly how: "id" | "title" | "likeness";
  readonly likeness: number;
}

interface Candidate {
  readonly previous: PrdTask;
  readonly next: PrdTask;
  readonly score: number;
}

/** A word that more items than this have in common says little, and is not looked up. */
const COMMON_WORD = 200;
const SAME_PHASE_BONUS = 0.001;

/** Pairs the items of two parses, surest signs first; each item is used once. */
export class TaskMatcher {
  readonly #previous: readonly PrdTask[];
  readonly #next: readonly PrdTask[];
  readonly #found = new Map<PrdTask, FoundMatch>();
  readonly #used = new Set<PrdTask>();

  constructor(previous: readonly PrdTask[], next: readonly PrdTask[]) {
    this.#previous = previous;
    this.#next = next;
  }

  match(): ReadonlyMap<PrdTask, FoundMatch> {
    const isDerived = (task: PrdTask): boolean => isDerivedId(task.id, task.phase, task.title);
    const named = this.#next.filter((task) => !isDerived(task));
    const derived = this.#next.filter(isDerived);
    this.#byKey(this.#next, "id", (task) => [task.id, task.phase, ...task.section, task.title].join("\n"));
    this.#byKey(named, "id", (task) => task.id);
    this.#byKey(
      derived,
      "title",
      (task) => `${task.kind}\n${task.phase ?? ""}\n${task.section.join("\n")}\n${task.title}`,
    );
    this.#byKey(derived, "title", (task) => `${task.kind}\n${task.phase ?? ""}\n${task.title}`);
    this.#byKey(derived, "id", (task) => task.id);
    this.#byKey(derived, "title", (task) => `${task.kind}\n${task.title}`);
    this.#byLikeness(derived);
    return this.#found;
  }

  /** Pairs items with equal keys, in order. */
  #byKey(tasks: readonly PrdTask[], how: "id" | "title", keyOf: (task: PrdTask) => string): void {
    const waiting = new Map<string, PrdTask[]>();
    for (const task of [...this.#previous].reverse()) {
      if (this.#used.has(task)) continue;
      const key = keyOf(task);
      const list = waiting.get(key);
      if (list === undefined) waiting.set(key, [task]);
      else list.push(task);
    }
    for (const task of tasks) {
      if (this.#found.has(task)) continue;
      const previous = waiting.get(keyOf(task))?.pop();
      if (previous !== undefined) this.#take(task, { previous, how, likeness: 1 });
    }
  }

  #byLikeness(tasks: readonly PrdTask[]): void {
    const index = this.#indexWords();
    const candidates: Candidate[] = [];
    for (const next of tasks) {
      if (this.#found.has(next)) continue;
      for (const previous of this.#alike(index, next)) {
        const score = likeness(previous.title, next.title);
        const bonus = previous.phase === next.phase ? SAME_PHASE_BONUS : 0;
        if (score >= LIKENESS_THRESHOLD) candidates.push({ previous, next, score: score + bonus });
      }
    }
    candidates.sort((a, b) => b.score - a.score);
    for (const { previous, next, score } of candidates) {
      if (this.#found.has(next) || this.#used.has(previous)) continue;
      this.#take(next, { previous, how: "likeness", likeness: Math.min(score, 1) });
    }
  }

  #indexWords(): ReadonlyMap<string, readonly PrdTask[]> {
    const index = new Map<string, PrdTask[]>();
    for (const task of this.#previous) {
      if (this.#used.has(task)) continue;
      for (const word of keys(task.title)) {
        const list = index.get(word);
        if (list === undefined) index.set(word, [task]);
        else list.push(task);
      }
    }
    return index;
  }

  #alike(index: ReadonlyMap<string, readonly PrdTask[]>, next: PrdTask): ReadonlySet<PrdTask> {
    const alike = new Set<PrdTask>();
    for (const word of keys(next.title)) {
      const tasks = index.get(word) ?? [];
      if (tasks.length > COMMON_WORD) continue;
      for (const task of tasks) if (task.kind === next.kind) alike.add(task);
    }
    return alike;
  }

  #take(next: PrdTask, match: FoundMatch): void {
    this.#found.set(next, match);
    this.#used.add(match.previous);
  }
}

/** What two titles that are alike have at least one of in common. */
function keys(title: string): ReadonlySet<string> {
  return new Set(titleWords(title).map((word) => word.slice(0, 4)));
}
