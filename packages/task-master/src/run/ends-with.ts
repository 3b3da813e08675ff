import { closeSync, fstatSync, openSync, readSync } from "node:fs";

const TAIL_BYTES = 4096;

/** Whether the last line of a file of lines matches; only the file's end is read, so a longer line matches by its end. */
export function endsWith(path: string, pattern: RegExp): boolean {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, tail, 0, tail.length, size - tail.length);
    const lines = tail.toString("utf8").trimEnd().split("\n");
    return pattern.test(lines.at(-1) ?? "");
  } finally {
    closeSync(file);
  }
}
