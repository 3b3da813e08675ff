import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Task } from "@canary/core";

/** A ticked box that the evidence contradicts, and what its line would be without the tick. */
export interface BoxToUntick {
  readonly task: string;
  readonly file: string;
  readonly line: number;
  readonly before: string;
  /** Null where the line is not the one that was parsed, or holds no ticked box. */
  readonly after: string | null;
}

const TICKED = /^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)[xX](\].*)$/;

/** The lines of the documents that tick these tasks, with the tick taken out. Reads only. */
export function boxesToUntick(root: string, tasks: readonly Task[]): readonly BoxToUntick[] {
  const files = new Map<string, readonly string[]>();
  return tasks.map(({ id, title, source }) => {
    const lines = files.get(source.file) ?? linesOf(join(root, source.file));
    files.set(source.file, lines);
    const before = lines[source.line - 1] ?? "";
    const [, lead, rest] = before.includes(title.split("\n")[0] ?? title) ? (TICKED.exec(before) ?? []) : [];
    const after = lead === undefined ? null : `${lead} ${rest ?? ""}`;
    return { task: id, file: source.file, line: source.line, before, after };
  });
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}
