import { describe, expect, it } from "vitest";
import { explainLine } from "../src/index.ts";
import type { LineExplanation } from "../src/index.ts";

/** One line of every kind; the tests below find them by their text. */
const DOCUMENT = [
  "---",
  "title: Lighthouse",
  "---",
  "# Lighthouse",
  "",
  "**Version:** 1.0",
  "**REQ-001:** It shines",
  "",
  "## Phase 1: Ground (Priority: High)",
  "",
  "- [ ] T001 Pour the floor @ada",
  "  - with gravel",
  "  - **Owner**: Grace",
  "",
  "    ```sh",
  "    make floor",
  "    ```",
  "- [x] Raise the walls (depends on T001)",
  "- [ ] Raise the walls",
  "",
  "### Acceptance criteria",
  "",
  "- [ ] It stands",
  "",
  "## Phase 2: Nothing yet",
  "",
  "Prose about it.",
  "",
  "- A plain bullet",
  "",
  "1. A numbered step",
  "",
  "```md",
  "- [ ] An example",
  "```",
  "",
  "<!-- a note -->",
  "",
  "- [%] An odd mark",
  "",
  "**TASK_001** [HIGH]: T001 Pour the floor @ada",
  "**TASK_002** [HIGH]: A plain bullet",
  "**TASK_003** [HIGH]: Something of its own",
].join("\n");

function explain(text: string, document = DOCUMENT): LineExplanation | undefined {
  const line = document.split("\n").indexOf(text) + 1;
  return explainLine(document, { file: "x.md", line });
}

/** Text of a line, what it is read as, the item that it belongs to, and words of a reason. */
const READINGS: readonly (readonly [string, LineExplanation["readAs"], string | null, string])[] = [
  ["title: Lighthouse", "front-matter", null, "part of the front matter"],
  ["# Lighthouse", "heading", null, "`Phase 1: …` would make it a phase"],
  ["**Version:** 1.0", "metadata", null, "what the document's version is"],
  ["**REQ-001:** It shines", "requirement", null, "the requirement REQ-001"],
  ["## Phase 1: Ground (Priority: High)", "phase", null, "begins phase 1, ground, with 4 items"],
  ["- [ ] T001 Pour the floor @ada", "task", "T001", "`T001` is an id in front"],
  ["  - with gravel", "detail", "T001", "it is text under T001 (line 11)"],
  ["  - **Owner**: Grace", "metadata", "T001", "a named field of T001"],
  ["    make floor", "detail", "T001", "it is code under T001"],
  [
    "- [x] Raise the walls (depends on T001)",
    "task",
    "ground-raise-the-walls",
    "it waits for T001 (line 11)",
  ],
  ["- [ ] Raise the walls", "task", "ground-raise-the-walls-2", "made of its phase and title"],
  ["### Acceptance criteria", "heading", null, "boxes under it are criteria"],
  [
    "- [ ] It stands",
    "criterion",
    "ground-it-stands",
    'because of the heading "Acceptance criteria" (line 21)',
  ],
  ["## Phase 2: Nothing yet", "phase", null, "begins phase 2"],
  ["Prose about it.", "text", null, "it is prose"],
  ["- A plain bullet", "text", null, "`- [ ] …` would make it one"],
  ["1. A numbered step", "text", null, "in a document with checkboxes only these are items"],
  ["- [ ] An example", "code", null, "the code block that begins at line 33"],
  ["<!-- a note -->", "html", null, "HTML that begins at line 37"],
  ["- [%] An odd mark", "task", "nothing-an-odd-mark", "the checkbox [%], which means pending"],
  ["**TASK_001** [HIGH]: T001 Pour the floor @ada", "alias", "T001", "TASK_001 is another name of that item"],
  ["**TASK_002** [HIGH]: A plain bullet", "fragment", "TASK_002", "repeats text which is no item"],
  ["**TASK_003** [HIGH]: Something of its own", "task", "TASK_003", "repeats nothing else in the document"],
  ["", "blank", null, "it is blank"],
];

describe("explainLine", () => {
  it.each(READINGS)("reads %j as %s", (text, readAs, item, reason) => {
    const explanation = explain(text);
    expect({
      text: explanation?.text,
      readAs: explanation?.readAs,
      item: explanation?.item?.id ?? null,
    }).toEqual({ text, readAs, item });
    expect(explanation?.reasons.join("\n")).toContain(reason);
  });

  it("says where the priority comes from", () => {
    expect(explain("- [ ] T001 Pour the floor @ada")?.reasons).toContain(
      "the priority high comes from its phase",
    );
    const own = explainLine("- [ ] [P0] a\n- [ ] b", { file: "x.md", line: 1 });
    expect(own?.reasons).toContain("the priority critical is its own");
    const other = explainLine("- [ ] [P0] a\n- [ ] b", { file: "x.md", line: 2 });
    expect(other?.reasons).toContain(
      "the priority medium is the default, as neither it nor its phase names one",
    );
  });

  it("has the findings of the line, and of no other", () => {
    expect(explain("- [%] An odd mark")?.diagnostics.map(({ code }) => code)).toEqual(["checkbox-unknown"]);
    expect(explain("- [ ] It stands")?.diagnostics).toEqual([]);
  });

  it("explains numbered steps, rows of a table and numbered phases", () => {
    expect(explainLine("1. a", { file: "x.md", line: 1 })?.reasons[0]).toContain("it is a numbered step");
    const table = "| ID | Task |\n|---|---|\n| T1 | a |\n";
    expect(explainLine(table, { file: "x.md", line: 3 })?.reasons[0]).toBe(
      "it is a row of a table of tasks, pending",
    );
    expect(explainLine("## 1. A\n\n- [ ] a", { file: "x.md", line: 1 })?.readAs).toBe("phase");
    expect(explainLine("## 1. A\n\n## Phase 1\n\n- [ ] a", { file: "x.md", line: 1 })?.reasons).toEqual([
      "numbered headings are phases only where no `Phase …` heading has items",
    ]);
  });

  it("gives a mark the meaning that the options give it", () => {
    const explanation = explainLine("- [wt] a", { file: "x.md", line: 1, marks: { wt: "in_progress" } });
    expect(explanation?.item?.status).toBe("in_progress");
  });

  it("knows no line before the first or behind the last", () => {
    for (const line of [0, -1, 3, 99])
      expect(explainLine("- [ ] a\nb\n", { file: "x.md", line })).toBeUndefined();
    expect(explainLine("- [ ] a\nb\n", { file: "x.md", line: 2 })?.readAs).toBe("detail");
  });

  it("explains what cannot be read", () => {
    expect(explainLine("- [ ] a\0", { file: "x.md", line: 1 })).toMatchObject({
      readAs: "unreadable",
      item: null,
    });
  });

  it("explains every line of a document", () => {
    DOCUMENT.split("\n").forEach((text, index) => {
      const explanation = explainLine(DOCUMENT, { file: "x.md", line: index + 1 });
      expect(explanation?.text).toBe(text);
      expect(explanation?.reasons.length).toBeGreaterThan(0);
    });
  });
});
