import { parseTaskStatus } from "@canary/core";
import type { TaskStatus } from "@canary/core";
import type { TableRow } from "../blocks/task-table.ts";
import { stripDecoration } from "../structure/plain-text.ts";
import { readCheckbox } from "./checkbox.ts";
import type { CheckboxMarks } from "./checkbox.ts";

const WORDS: Readonly<Record<string, TaskStatus>> = {
  "": "pending",
  "not-started": "pending",
  planned: "pending",
  backlog: "pending",
  blocked: "pending",
  ready: "pending",
  started: "in_progress",
  active: "in_progress",
  wip: "in_progress",
  finished: "completed",
  closed: "completed",
  cancelled: "skipped",
  canceled: "skipped",
  "n/a": "skipped",
};

/** What the status cell of a row means: a checkbox, a mark alone, or a word; undefined when it is none of these. */
export function readRowStatus(row: TableRow, marks: CheckboxMarks): TaskStatus | undefined {
  const text = row.fields.get("status")?.text ?? "";
  const box = readCheckbox(text, 0, marks);
  if (box !== undefined) return box.status;
  if (Object.hasOwn(marks, text)) return marks[text];
  const word = stripDecoration(text.replaceAll(/[*_`]/g, "")).trim().toLowerCase().replaceAll(/\s+/g, "-");
  return parseTaskStatus(word) ?? (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined);
}
