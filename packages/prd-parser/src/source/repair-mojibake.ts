import { encodeCp1252 } from "./cp1252.ts";
import { isContinuation, sequenceLength } from "./utf8.ts";

/** A stretch of the original text and what stands for it in the repaired one; offsets in UTF-16 units. */
export interface Replacement {
  readonly originalStart: number;
  readonly originalEnd: number;
  readonly text: string;
}

export interface MojibakeReport {
  readonly replacements: readonly Replacement[];
  /** Offsets in the original text of runs that are mojibake, but lost bytes on the way. */
  readonly broken: readonly number[];
}

type RunKind = "strong" | "weak" | "broken" | "true";

interface Run {
  readonly start: number;
  readonly end: number;
  readonly kind: RunKind;
  readonly text: string;
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NON_ASCII_RUN = /[\u0080-\uFFFF]+/g;
const ENOUGH_WEAK_RUNS = 3;

/**
 * Finds UTF-8 text that was read as windows-1252 (`âœ…` for a check mark), one maximal run of non-ASCII characters at a time.
 * A run counts when its bytes are well-formed UTF-8 with a sequence of three or four bytes, which real text does not give by chance.
 * Runs of two-byte sequences only (`Ã©`) count when nothing in the text speaks for true UTF-8.
 */
export function findMojibake(text: string): MojibakeReport {
  const runs: Run[] = [];
  for (const match of text.matchAll(NON_ASCII_RUN)) runs.push(classifyRun(match[0], match.index));
  const hasStrong = runs.some((run) => run.kind === "strong");
  const takesWeak = areWeakRunsMojibake(runs, hasStrong);
  return {
    replacements: runs
      .filter((run) => run.kind === "strong" || (run.kind === "weak" && takesWeak))
      .map((run) => ({ originalStart: run.start, originalEnd: run.end, text: run.text })),
    broken: hasStrong ? runs.filter((run) => run.kind === "broken").map((run) => run.start) : [],
  };
}

function areWeakRunsMojibake(runs: readonly Run[], hasStrong: boolean): boolean {
  if (runs.some((run) => run.kind === "true" || (run.kind === "broken" && !hasStrong))) return false;
  return hasStrong || runs.filter((run) => run.kind === "weak").length >= ENOUGH_WEAK_RUNS;
}

function classifyRun(run: string, start: number): Run {
  const end = start + run.length;
  const bytes = run.length > 1 ? encodeCp1252(run) : undefined;
  if (bytes === undefined) return { start, end, kind: "true", text: run };
  let longest = 0;
  for (let at = 0; at < bytes.length;) {
    const size = sequenceLength(bytes, at);
    if (size === 0) return { start, end, kind: isCutSequence(bytes, at) ? "broken" : "true", text: run };
    longest = Math.max(longest, size);
    at += size;
  }
  return { start, end, kind: longest > 2 ? "strong" : "weak", text: decoder.decode(bytes) };
}

/** A lead byte of three or four with at least one byte that may follow it. */
function isCutSequence(bytes: Uint8Array, at: number): boolean {
  return (bytes[at] ?? 0) >= 0xe0 && isContinuation(bytes[at + 1]);
}
