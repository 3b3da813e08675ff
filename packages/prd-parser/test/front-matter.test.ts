import { expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";

const BOXES = "- [ ] Install the chart\n- [x] Look at it\n";

function read(text: string): {
  titles: readonly string[];
  title: string | null;
  findings: readonly string[];
} {
  const { tasks, metadata, diagnostics } = parsePrdText(text, { file: "PRD.md" }).document;
  return {
    titles: tasks.map(({ title }) => title),
    title: metadata.title,
    findings: diagnostics.map(({ code, line, column }) => `${line}:${column} ${code}`),
  };
}

it("takes checkboxes between two rules at the start of a document for checkboxes", () => {
  const { titles, findings } = read(`---\n${BOXES}---\n- [ ] Tell the others\n`);
  expect([titles, findings]).toEqual([["Install the chart", "Look at it", "Tell the others"], []]);
});

it("takes no list for front matter, and no table", () => {
  const table = "| ID | Task | Status |\n|---|---|---|\n| a | Do it | [ ] |\n";
  expect(read(`---\n${table}---\n`)).toMatchObject({ titles: ["Do it"], findings: [] });
  expect(read(`---\n- []\n---\n${BOXES}`).findings).toEqual(["2:1 checkbox-empty"]);
});

it("says which checkboxes are a text of the front matter", () => {
  const text = `---\ntitle: Moon base\nnotes: |\n  - [ ] Install the chart\n---\n${BOXES}`;
  expect(read(text)).toEqual({
    titles: ["Install the chart", "Look at it"],
    title: "Moon base",
    findings: ["4:3 checkbox-in-front-matter"],
  });
});

it("keeps lists of YAML, and says what is wrong with front matter", () => {
  const listed = read(`---\ntitle: Moon base\ntags: []\nowners: [x]\nmore:\n- []\n---\n${BOXES}`);
  expect([listed.title, listed.findings]).toEqual(["Moon base", []]);
  expect(read(`---\ntitle: [never closed\n---\n${BOXES}`).findings).toEqual(["3:1 front-matter-invalid"]);
});
