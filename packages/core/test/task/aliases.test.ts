import { describe, expect, it } from "vitest";
import { parsePriority, PRIORITIES } from "../../src/task/priority.ts";
import { parseTaskStatus, satisfiesDependency, TASK_STATUSES } from "../../src/task/task-status.ts";

/** Words that every object answers to: a table that is a plain object would answer them too. */
const OBJECT_WORDS = ["constructor", "__proto__", "valueof", "tostring", "hasownproperty"];

describe("parseTaskStatus", () => {
  it.each(TASK_STATUSES)("understands %s", (status) => expect(parseTaskStatus(status)).toBe(status));

  it.each([
    ["todo", "pending"],
    ["open", "pending"],
    ["in-progress", "in_progress"],
    ["InProgress", "in_progress"],
    ["doing", "in_progress"],
    ["done", "completed"],
    ["complete", "completed"],
    ["  DONE ", "completed"],
  ])("understands %j as %s", (word, status) => expect(parseTaskStatus(word)).toBe(status));

  it.each(["", "finished-ish", "in progress", ...OBJECT_WORDS])("does not understand %j", (word) =>
    expect(parseTaskStatus(word)).toBeUndefined(),
  );
});

it("only completed and skipped satisfy a dependency", () => {
  expect(TASK_STATUSES.filter(satisfiesDependency)).toEqual(["completed", "skipped"]);
});

describe("parsePriority", () => {
  it.each(PRIORITIES)("understands %s", (priority) => expect(parsePriority(priority)).toBe(priority));

  it.each([
    ["P0", "critical"],
    ["P1", "high"],
    ["p2", "medium"],
    ["P3", "low"],
    ["P4", "low"],
    ["Urgent", "critical"],
    ["highest", "critical"],
    ["normal", "medium"],
    ["lowest", "low"],
    [" High ", "high"],
  ])("understands %j as %s", (word, priority) => expect(parsePriority(word)).toBe(priority));

  it.each(["", "P", "P5", "important", ...OBJECT_WORDS])("does not understand %j", (word) =>
    expect(parsePriority(word)).toBeUndefined(),
  );
});
