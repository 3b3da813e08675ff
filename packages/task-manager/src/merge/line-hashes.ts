import { shortHash } from "@canary/core";

const NEWLINE = 10;
const BOX = /\[[^[\]]?\]/;

/** Where a line of a file begins and ends, in bytes. */
interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** The line that holds the byte at `offset`, without its line break. */
export function lineAt(bytes: Uint8Array, offset: number): LineRange {
  const start = offset === 0 ? 0 : bytes.lastIndexOf(NEWLINE, offset - 1) + 1;
  const newline = bytes.indexOf(NEWLINE, offset);
  return { start, end: newline === -1 ? bytes.length : newline };
}

/** A hash of the line at `offset` that does not depend on what its first box holds. */
export function hashLine(bytes: Uint8Array, offset: number): string {
  const { start, end } = lineAt(bytes, offset);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString("latin1")
    .trimEnd();
  return shortHash(text.replace(BOX, "[ ]"));
}
