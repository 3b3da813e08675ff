import type { TaskStatus } from "@canary/core";

/** What is said about whether a task is done. */
export interface BoxState {
  readonly store: TaskStatus;
  /** What the document says now. */
  readonly box: TaskStatus;
  /** What the document said when both were last in agreement. */
  readonly parsed: TaskStatus;
}

/**
 * Who is to follow where store and document differ in what is done; undefined where they do not. `store`: the document
 * was ticked; `document`: the store changed; `conflict`: neither can be taken for the newer word.
 */
export function whoFollows({ store, box, parsed }: BoxState): "store" | "document" | "conflict" | undefined {
  const isDone = store === "completed";
  const isTicked = box === "completed";
  if (isDone === isTicked) return undefined;
  if (box === parsed) return isTicked && store !== "pending" ? "conflict" : "document";
  return isTicked && store === "pending" ? "store" : "conflict";
}
