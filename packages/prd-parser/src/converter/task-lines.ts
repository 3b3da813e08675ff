import type { Line } from "../blocks/line.ts";
import { readLines } from "../blocks/line.ts";

/** A paragraph such as `**TASK_012** [MEDIUM]: text`, which a converter writes for every list line that it meets. */
export interface TaskLine {
  readonly id: string;
  readonly tag: string | undefined;
  readonly text: string;
  readonly offset: number;
  readonly textOffset: number;
}

const TASK_LINE = /^\*\*(TASK_\d{1,6})\*\*(?:[ \t]{1,2}\[([A-Za-z]{1,12})\])?[ \t]{0,2}:[ \t]{0,4}(?=\S)/;
const PREFIX_LENGTH = 60;
const LIST_LINE = /[ \t]*(?:[-*+]|\d{1,9}\.)[ \t](?:\[[^\]\r\n]\][ \t])?/y;

/** The task paragraphs among the lines. */
export function readTaskLines(text: string, lines: Iterable<Line>): readonly TaskLine[] {
  const found: TaskLine[] = [];
  for (const line of lines) {
    if (line.indent > 3 || text[line.first] !== "*") continue;
    const match = TASK_LINE.exec(text.slice(line.first, Math.min(line.end, line.first + PREFIX_LENGTH)));
    if (match === null) continue;
    const textOffset = line.first + match[0].length;
    found.push({
      id: match[1] ?? "",
      tag: match[2],
      text: text.slice(textOffset, line.end).trim(),
      offset: line.first,
      textOffset,
    });
  }
  return found;
}

/**
 * The offset of the line that each task paragraph repeats, undefined for one that repeats none.
 * A converter keeps the order and takes every list line, inside code too; so the next line with the text is the one,
 * and only where there is none the first.
 */
export function findRepeatedLines(text: string, tasks: readonly TaskLine[]): readonly (number | undefined)[] {
  if (tasks.length === 0) return [];
  const wanted = new Map<string, number[]>(tasks.map((task) => [task.text, []]));
  for (const line of readLines(text)) {
    LIST_LINE.lastIndex = line.start;
    const match = LIST_LINE.exec(text);
    if (match !== null)
      wanted.get(text.slice(line.start + match[0].length, line.end).trim())?.push(line.start);
  }
  const passed = new Map<string, number>();
  let cursor = -1;
  return tasks.map((task) => {
    const places = wanted.get(task.text) ?? [];
    let next = passed.get(task.text) ?? 0;
    while (next < places.length && (places[next] ?? 0) <= cursor) next += 1;
    passed.set(task.text, next);
    const place = places[next];
    if (place !== undefined) cursor = place;
    return place ?? places[0];
  });
}
