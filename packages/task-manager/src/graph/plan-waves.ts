import { countOpenNeeds, createTaskLinks, linksOf, reverseLinks, satisfiesDependency } from "@canary/core";
import { countDown } from "./count-down.ts";
import type { StoredTask } from "../snapshot/store-snapshot.ts";

/** Unfinished tasks in the order in which they could be worked on at best. */
export interface WavePlan {
  /** All tasks of a wave can be done at the same time, once those of the waves before are done. */
  readonly waves: readonly (readonly StoredTask[])[];
  /** In a cycle, or behind one: no order can reach them. */
  readonly stuck: readonly StoredTask[];
}

/** Sorts the unfinished ones of these tasks into waves; what lies outside of them counts as done. O(tasks + links). */
export function planWaves(tasks: readonly StoredTask[]): WavePlan {
  const open = tasks.filter(({ status }) => !satisfiesDependency(status));
  const needs = createTaskLinks(open);
  const neededBy = reverseLinks(needs);
  const waiting = countOpenNeeds(open, needs);
  const waves: (readonly StoredTask[])[] = [];
  let wave: number[] = [];
  for (const [place, count] of waiting.entries()) if (count === 0) wave.push(place);
  while (wave.length > 0) {
    waves.push(wave.flatMap((place) => open[place] ?? []));
    const freed: number[] = [];
    for (const place of wave) {
      freed.push(...linksOf(neededBy, place).filter((other) => countDown(waiting, other)));
    }
    wave = freed;
  }
  return { waves, stuck: open.filter((_, place) => (waiting[place] ?? 0) > 0) };
}
