import fc from "fast-check";
import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, it } from "vitest";
import { readOutline } from "../src/blocks/read-outline.ts";
import { parsePrdText } from "../src/index.ts";
import { readCheckbox } from "../src/items/checkbox.ts";
import { RANDOM_DOCUMENTS, RANDOM_TIMEOUT_MS, randomDocument } from "./random-documents.ts";

const judge = unified().use(remarkParse).use(remarkGfm).freeze();

/** Line and column of every checkbox that GitHub would show, in order. */
function judgedBoxes(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === "listItem" && typeof node.checked === "boolean") {
      found.push(`${node.position?.start.line}:${node.position?.start.column} ${node.checked}`);
    }
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(judge.parse(text));
  return found;
}

it(
  "makes an item of every checkbox that GitHub shows, in order, with its place",
  () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const items = parsePrdText(text, { file: "x.md" }).document.tasks;
        const places = items.map(
          ({ source, status }) => `${source.line}:${source.column} ${status === "completed"}`,
        );
        const judged = judgedBoxes(text);
        const seen = new Set(judged);
        expect(places.filter((place) => seen.has(place))).toEqual(judged);
      }),
      { numRuns: RANDOM_DOCUMENTS },
    );
  },
  RANDOM_TIMEOUT_MS,
);

it(
  "makes an item or a finding of every line that begins with a checkbox",
  () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const { document, diagnostics } = parsePrdText(text, { file: "x.md" });
        const { strayBoxes } = readOutline(text, { start: 0, scope: "checkboxes" });
        const sourceLines = text.split(/\r\n|\n|\r/);
        // Task lines of a converter are items without a box.
        const items = document.tasks.filter(
          ({ source }) => !sourceLines[source.line - 1]?.slice(source.column - 1).startsWith("**TASK_"),
        );
        const empty = diagnostics.filter(({ code }) => code === "checkbox-empty").length;
        const strays = strayBoxes.reduce((sum, box) => sum + box.count, 0);
        const lines = sourceLines.filter((line) => {
          const at = line.search(/[^\s>*+.)\d-]/);
          return at !== -1 && readCheckbox(line, at) !== undefined;
        });
        expect(items.length + empty + strays).toBeGreaterThanOrEqual(lines.length);
      }),
      { numRuns: RANDOM_DOCUMENTS },
    );
  },
  RANDOM_TIMEOUT_MS,
);
