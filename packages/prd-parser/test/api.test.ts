import { describe, expect, it } from "vitest";
import * as api from "../src/index.ts";

const { parsePrdText } = api;

describe("the public API", () => {
  it("exports these names and no others", () => {
    expect(Object.keys(api).sort()).toEqual([
      "FINDING_CODES",
      "LIKENESS_THRESHOLD",
      "explainLine",
      "parsePrdText",
      "reconcile",
    ]);
  });

  it("returns the document's diagnostics beside it", () => {
    const { document, diagnostics } = parsePrdText("- [?] a\n- [%] b\n", { file: "x.md" });
    expect(diagnostics).toBe(document.diagnostics);
    expect(diagnostics.map(({ file, line, column, code }) => [file, line, column, code])).toEqual([
      ["x.md", 2, 1, "checkbox-unknown"],
    ]);
  });

  it.each([
    ["nothing", "", "empty-document"],
    ["white space", " \n\t\r\n\u00A0", "empty-document"],
    ["a byte order mark alone", "\uFEFF", "empty-document"],
    ["prose", "# Title\n\nNothing to do here.\n", "no-items"],
    ["boxes in code alone", "```\n- [ ] a\n```\n", "no-items"],
    ["a NUL", "- [ ] a\0b\n", "binary-content"],
  ])("gives %s the error it deserves", (_, source, code) => {
    for (const input of [source, new TextEncoder().encode(source)]) {
      const { document, diagnostics } = parsePrdText(input, { file: "x.md" });
      expect(diagnostics.filter(({ severity }) => severity === "error").map((found) => found.code)).toEqual([
        code,
      ]);
      expect(document.tasks).toEqual([]);
    }
  });

  it("says where the first NUL and the first wrong byte are", () => {
    const places = (source: string | Uint8Array): unknown =>
      parsePrdText(source, { file: "x.md" }).diagnostics.map(({ line, column }) => [line, column]);
    expect(places("# T\n- [ ] a\0b\n")).toEqual([[2, 8]]);
    expect(places(Uint8Array.from([0x41, 0x0a, 0x41, 0xff, 0xfe]))).toEqual([[2, 2]]);
  });

  it("calls an executable, an archive and UTF-16 text binary", () => {
    const elf = Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0xff]);
    const noise = Uint8Array.from({ length: 600 }, (_, index) => 0x80 + ((index * 37) % 0x7f));
    const utf16 = new Uint8Array(Uint16Array.from("- [ ] a\n", (unit) => unit.charCodeAt(0)).buffer);
    for (const bytes of [elf, noise, utf16]) {
      expect(parsePrdText(bytes, { file: "x" }).diagnostics.map(({ code }) => code)).toEqual([
        "binary-content",
      ]);
    }
  });

  it("names in the error, with their lines, what came close to an item", () => {
    const text = "# T\n- Plain\n- ( ) Round\n- TODO Keyword\n\n```\n- [ ] a\n- [ ] b\n```\n";
    const { diagnostics } = parsePrdText(text, { file: "x.md" });
    expect(diagnostics.find(({ code }) => code === "no-items")?.message).toMatch(
      /What came close: line 7 has 2 checkboxes in a code block; line 3 has round brackets; line 4 begins with a keyword; and 1 more$/,
    );
    expect(diagnostics.filter(({ code }) => code === "near-miss").map(({ line }) => line)).toEqual([2, 3, 4]);
  });

  it.each([
    ["<!-- - [ ] a -->", 8],
    ["<!--- [ ] a\n-->", 7],
    ["<!--\n- [ ] a\n-->", 3],
    ["<div>\n- [ ] a\n</div>", 3],
  ])("reports the box that %j hides", (html, column) => {
    const { document, diagnostics } = parsePrdText(`- [ ] b\n\n${html}\n`, { file: "x.md" });
    expect(document.tasks.map(({ title }) => title)).toEqual(["b"]);
    expect(diagnostics).toMatchObject([{ code: "checkbox-in-comment", column }]);
  });

  it.each([
    ["## [ ] Do it", "checkbox-in-heading", 4],
    ["> # [x] Do it", "checkbox-in-heading", 5],
    ["| [ ] a | b |\n|---|---|\n", "checkbox-in-table", 3],
    ["| a | b |\n|---|---|\n| c | [x] |", "checkbox-in-table", 7],
    ["| ID | Task | Status |\n|---|---|---|\n| T1 |  | [x] |", "checkbox-in-table", 11],
    ["| ID | Task | Status |\n|---|---|---|\n| T1 |  | done |", "row-empty", 1],
  ])("reports what is no item in %j", (block, code, column) => {
    const text = `- [ ] b\n\n${block}\n`;
    const { diagnostics } = parsePrdText(text, { file: "x.md" });
    expect(diagnostics).toMatchObject([{ severity: "warning", code, column }]);
    const line = diagnostics[0]?.line ?? 0;
    expect(api.explainLine(text, { file: "x.md", line })?.reasons[0]).toBe(diagnostics[0]?.message);
  });

  it("reports a second box in a row that is an item", () => {
    const text = "| ID | Task | Status | Note |\n|---|---|---|---|\n| T1 | a | done | [ ] b |\n";
    const { document, diagnostics } = parsePrdText(text, { file: "x.md" });
    expect(document.tasks).toMatchObject([{ id: "T1", status: "completed" }]);
    expect(diagnostics).toMatchObject([{ code: "checkbox-in-table", line: 3, column: 19 }]);
  });

  it("gives the same bytes for text and for its UTF-8", () => {
    const text = "\uFEFF# Tïtle\r\n\r\n## Phase 1: Ünit\r\n\r\n- [x] → a 🎉\r\n  - b\r\n";
    const fromBytes = parsePrdText(new TextEncoder().encode(text), { file: "x.md" });
    expect(JSON.stringify(parsePrdText(text, { file: "x.md" }))).toBe(JSON.stringify(fromBytes));
    expect(fromBytes.document.tasks[0]).toMatchObject({
      title: "→ a 🎉",
      details: ["b"],
      source: { line: 5, column: 1, offset: 3 + 10 + 2 + 19 + 2 },
    });
  });
});
