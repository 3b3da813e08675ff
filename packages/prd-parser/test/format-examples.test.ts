import type { PrdTask } from "@canary/core";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FINDING_CODES, parsePrdText } from "../src/index.ts";

const PAGE = readFileSync(new URL("../../../docs/prd-format.md", import.meta.url), "utf8");
const EXAMPLE = /```markdown example\n([^]*?)```\n\n((?:- `.*\n)+)/g;

const EXAMPLES = [...PAGE.matchAll(EXAMPLE)].map(([, markdown = "", list = ""]) => ({
  markdown,
  expected: list.trim().split("\n"),
}));

/** An item as the page shows it; priority, kind, phase and dependencies only where the page names them. */
function show(task: PrdTask, expected: string): string {
  const words = [task.priority, task.kind, `phase ${task.phase}`].filter(
    (word) => expected.endsWith(word) || expected.includes(`· ${word} ·`),
  );
  const after = task.dependencies.length === 0 ? [] : [`after ${task.dependencies.join(", ")}`];
  return [`- \`${task.id}\``, task.status, task.title, ...words, ...after].join(" · ");
}

describe("the page on the format", () => {
  it("has an example for every dialect", () => {
    expect(EXAMPLES.length).toBe(PAGE.split("```markdown example").length - 1);
    expect(EXAMPLES.length).toBeGreaterThan(12);
  });

  it.each(EXAMPLES)("gives what it says for $markdown", ({ markdown, expected }) => {
    const { tasks, diagnostics } = parsePrdText(markdown, { file: "x.md" }).document;
    expect(tasks.map((task, index) => show(task, expected[index] ?? ""))).toEqual(expected);
    expect(diagnostics).toEqual([]);
  });
});

it("docs/errors.md says of every finding how severe it is and what to do, and of no other", () => {
  const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z\d-]+)` \| (error|warning|info) \| \S.* \| \S.* \|$/gm)];
  expect(rows.map(([, code, severity]) => [code, severity])).toEqual(
    Object.entries(FINDING_CODES).map(([code, { severity }]) => [code, severity]),
  );
});
