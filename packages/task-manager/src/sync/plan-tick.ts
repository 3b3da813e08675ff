import { hashLine, lineAt } from "../merge/line-hashes.ts";
import type { TaskRecord } from "../record/task-record.ts";

/** One byte of a document to be changed, or why it must not be. */
export type TickPlan =
  | { readonly kind: "nothing" }
  | { readonly kind: "tick"; readonly offset: number; readonly from: number; readonly to: number }
  | { readonly kind: "refused"; readonly reason: string };

const SPACE = 32;
const TICK = 120;
const LEAD = /^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[/;

/**
 * Which byte of the document's `bytes` makes the box of a record say what the store says: `x` for completed, a space
 * for everything else. Refuses a line that is not the one that was parsed, items without a box, `[]`, and boxes that
 * hold a no-break space.
 */
export function planTick(bytes: Uint8Array, record: TaskRecord): TickPlan {
  const { offset } = record.source;
  const wanted = record.status === "completed" ? TICK : SPACE;
  if (offset >= bytes.length || !isSameLine(bytes, record)) {
    return {
      kind: "refused",
      reason: "its line is not the one that was parsed; parse the document again first",
    };
  }
  const { start, end } = lineAt(bytes, offset);
  const line = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
  const box = LEAD.exec(line)?.[0].length;
  if (box === undefined) return { kind: "refused", reason: "it is no box in the document" };
  const fault = boxFault(line.slice(box));
  if (fault !== undefined) return { kind: "refused", reason: fault };
  const from = line.charCodeAt(box);
  if (isTicked(from) === (wanted === TICK)) return { kind: "nothing" };
  return { kind: "tick", offset: start + box, from, to: wanted };
}

/** Why the text behind `[` is no box of one byte; undefined where it is one. */
function boxFault(text: string): string | undefined {
  if (text.startsWith("]")) return "its box is `[]`, which has no room for a mark";
  if (/^(\u00a0|\u00c2\u00a0)/.test(text)) return "its box holds a no-break space; write a plain one";
  if (text[1] !== "]" || text.charCodeAt(0) > 126) return "its box holds more than one character";
  return undefined;
}

function isTicked(byte: number): boolean {
  return byte === TICK || byte === 88;
}

function isSameLine(bytes: Uint8Array, { lineHash, source, title }: TaskRecord): boolean {
  if (lineHash !== undefined) return hashLine(bytes, source.offset) === lineHash;
  const { start, end } = lineAt(bytes, source.offset);
  const line = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("utf8");
  return line.includes(title.split("\n")[0] ?? title);
}
