import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

/** Titles that differ, and some of which are equal in their first words, longer than an id, or without Latin letters. */
const TITLES = [
  "Install the chart",
  "Install the chart of the blue-green application",
  "Install the chart of the canary application",
  "Install the chart of the podinfo application",
  "Überprüfe die Größe",
  "安装图表",
  "安装图表 ArgoCD",
  "删除图表 ArgoCD",
  "10 %",
  "x",
];
const titles = fc.uniqueArray(fc.constantFrom(...TITLES), { minLength: 1 });
const indentation = fc.array(fc.boolean(), { minLength: TITLES.length, maxLength: TITLES.length });

function idsOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const text = `## Phase 1: Infrastructure\n\n${lines.join("\n")}\n`;
  const { tasks } = parsePrdText(text, { file: "x.md" }).document;
  return new Map(tasks.map((task) => [task.title, task.id]));
}

const ALL = idsOf(TITLES.map((title) => `- [ ] ${title}`));

describe("derived ids", () => {
  it("do not depend on the other items, their order or their indentation", () => {
    fc.assert(
      fc.property(titles, indentation, (some, indented) => {
        const lines = some.map(
          (title, index) => `${index > 0 && (indented[index] ?? false) ? "  " : ""}- [x] ${title}`,
        );
        for (const [title, id] of idsOf(lines)) expect(id).toBe(ALL.get(title));
      }),
    );
  });

  it("are short, unique and made of letters, digits and hyphens", () => {
    const ids = [...ALL.values()];
    expect(ids).toHaveLength(TITLES.length);
    expect(new Set(ids).size).toBe(TITLES.length);
    for (const id of ids) expect(id).toMatch(/^(?=.{1,32}$)[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it("are numbered in order for equal titles", () => {
    const { tasks } = parsePrdText("- [ ] a\n- [ ] a\n- [ ] a-2\n- [ ] a\n", { file: "x.md" }).document;
    expect(tasks.map(({ id }) => id)).toEqual(["a", "a-2", "a-2-2", "a-3"]);
  });

  it("are numbered in order for equal titles in phases whose ids begin alike", () => {
    const text = "## Phase 1: Infrastructure A\n- [ ] Test\n## Phase 2: Infrastructure B\n- [ ] Test\n";
    const { tasks } = parsePrdText(text, { file: "x.md" }).document;
    expect(tasks.map(({ id }) => id)).toEqual(["infra-test", "infra-test-2"]);
  });

  it("follow the phase, and the phase follows the kind of headings that have items", () => {
    const numbered = "## 1. Shop\n- [ ] Test\n";
    const idsOfText = (text: string): readonly string[] =>
      parsePrdText(text, { file: "x.md" }).document.tasks.map(({ id }) => id);
    expect(idsOfText(numbered)).toEqual(["shop-test"]);
    expect(idsOfText(`${numbered}## Phase 1: Web\n- [ ] Sell\n`)).toEqual(["test", "web-sell"]);
  });

  it("give way to an explicit id further down", () => {
    const { tasks } = parsePrdText("- [ ] a\n- [ ] b {#a}\n", { file: "x.md" }).document;
    expect(tasks.map(({ id }) => id)).toEqual(["a-2", "a"]);
  });
});

it("gives the same bytes for the same text", () => {
  fc.assert(
    fc.property(titles, (some) => {
      const text = some.map((title) => `- [ ] ${title}`).join("\n");
      expect(JSON.stringify(parsePrdText(text, { file: "x" }))).toBe(
        JSON.stringify(parsePrdText(text, { file: "x" })),
      );
    }),
    { numRuns: 20 },
  );
});

it("takes every title from the source as it stands there", () => {
  const source =
    "- [ ] T001 Create `src/__init__.py` and *more* \\[x\\] (depends on T001)\n- [x] a  b\tc {#z}\n";
  const { tasks } = parsePrdText(source, { file: "x.md" }).document;
  expect(tasks.map(({ title }) => title)).toEqual(["Create `src/__init__.py` and *more* \\[x\\]", "a  b\tc"]);
  for (const { title } of tasks) expect(source).toContain(title);
});

it("lets options give a mark another meaning", () => {
  const { tasks } = parsePrdText("- [-] a\n", { file: "x.md", marks: { "-": "in_progress" } }).document;
  expect(tasks.map(({ status }) => status)).toEqual(["in_progress"]);
});
