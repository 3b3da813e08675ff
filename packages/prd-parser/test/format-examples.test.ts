import type { PrdTask } from "@canary/core";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

const PAGE = readFileSync(new URL("../../../docs/prd-format.md", import.meta.url), "utf8");
const SOURCES = new URL("../src/", import.meta.url);
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

  it("explains every code that the parser can report, and no other", () => {
    const sources = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(new URL(name.replaceAll("\\", "/"), SOURCES), "utf8"))
      .join("\n");
    const found = [...sources.matchAll(/(?:code: |report\(\s*"\w+",\s*)["`]([a-z$][a-z\d${}-]+)["`]/g)].map(
      ([, code = ""]) => code,
    );
    const codes = found.flatMap((code) =>
      code === "checkbox-in-${place}"
        ? ["code", "comment", "paragraph"].map((place) => `checkbox-in-${place}`)
        : [code],
    );
    const documented = [...PAGE.matchAll(/^\| `([a-z\d-]+)` \| (?:error|warning|info) \|/gm)].map(
      ([, code]) => code,
    );
    expect([...new Set(codes)].sort()).toEqual([...documented].sort());
  });
});
