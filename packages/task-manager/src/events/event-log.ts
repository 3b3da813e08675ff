import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { systemCode, unreadableError } from "../file/store-errors.ts";
import type { StoreProblem } from "../file/store-file.ts";
import { isStoreEvent } from "./store-event.ts";
import type { StoreEvent } from "./store-event.ts";

/** The end of the log: its size in bytes, its last whole line, and whether a line was cut off behind it. */
export interface LogTail {
  readonly size: number;
  readonly last: StoreEvent | undefined;
  readonly isTorn: boolean;
}

/** All events that count, by id, and the lines that could not be used. */
export interface EventLog {
  readonly events: readonly StoreEvent[];
  readonly problems: readonly StoreProblem[];
}

const WINDOW = 65_536;

/** Reads only the end of the log in `path`; an absent log is an empty one. */
export function readLogTail(path: string): LogTail {
  const fd = openExisting(path);
  if (fd === undefined) return { size: 0, last: undefined, isTorn: false };
  try {
    const { size } = fstatSync(fd);
    for (let length = Math.min(size, WINDOW); ; length = Math.min(size, length * 4)) {
      const bytes = Buffer.alloc(length);
      readSync(fd, bytes, 0, length, size - length);
      const end = bytes.lastIndexOf(10);
      const start = end <= 0 ? -1 : bytes.lastIndexOf(10, end - 1);
      if (start === -1 && length < size) continue;
      const last = end === -1 ? undefined : parseEvent(bytes.toString("utf8", start + 1, end));
      return { size, last, isTorn: size > 0 && end !== length - 1 };
    }
  } finally {
    closeSync(fd);
  }
}

/** Appends the events and syncs them to disk; a failed append leaves the log as it was. */
export function appendEvents(path: string, events: readonly StoreEvent[], tail: LogTail): void {
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const fd = openSync(path, "a");
  try {
    writeFileSync(fd, tail.isTorn ? `\n${lines}` : lines);
    fsyncSync(fd);
  } catch (error) {
    ftruncateSync(fd, tail.size);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Takes an append back. */
export function truncateLog(path: string, size: number): void {
  const fd = openSync(path, "r+");
  try {
    ftruncateSync(fd, size);
  } finally {
    closeSync(fd);
  }
}

/**
 * Every event that counts, sorted by id, each once. Lines that are no events are problems; a group that was cut off
 * before its end was never acknowledged and does not count. Throws CANARY_STORE_UNREADABLE.
 */
export function readEventLog(path: string): EventLog {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return { events: [], problems: [] };
    throw unreadableError(path, error);
  }
  const events = new Map<string, StoreEvent>();
  const problems: StoreProblem[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const event = parseEvent(line);
    if (event === undefined) problems.push({ file: path, line: index + 1, reason: "the line is no event" });
    else events.set(`${event.id} ${event.document} ${event.task}`, event);
  }
  const sorted = [...events.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { events: withoutTornGroups(sorted), problems };
}

function withoutTornGroups(events: readonly StoreEvent[]): readonly StoreEvent[] {
  const sizes = new Map<string, number>();
  for (const { group } of events) if (group !== undefined) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return events.filter(({ group, of }) => group === undefined || sizes.get(group) === of);
}

function parseEvent(line: string): StoreEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isStoreEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw unreadableError(path, error);
  }
}
