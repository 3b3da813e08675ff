import type { PrdDocument } from "@canary/core";
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

/** A line that begins, after list and quote marks, with a checkbox. */
function beginsWithBox(line: string): boolean {
  const at = line.search(/[^\s>*+.)\d-]/);
  return at !== -1 && readCheckbox(line, at) !== undefined;
}

/** Line and column of every item, in order. */
function itemPlaces({ tasks }: PrdDocument): readonly string[] {
  return tasks.map(({ source, status }) => `${source.line}:${source.column} ${status === "completed"}`);
}

/** How many boxes are items or in findings. */
function accountedBoxes(text: string, lines: readonly string[], { tasks, diagnostics }: PrdDocument): number {
  // Task lines of a converter are items without a box.
  const items = tasks.filter(
    ({ source }) => !lines[source.line - 1]?.slice(source.column - 1).startsWith("**TASK_"),
  );
  const empty = diagnostics.filter(({ code }) => code === "checkbox-empty");
  const { strayBoxes } = readOutline(text, { start: 0, scope: "checkboxes" });
  return strayBoxes.reduce((sum, box) => sum + box.count, items.length + empty.length);
}

it(
  "makes an item of every checkbox that GitHub shows, and an item or a finding of every other one",
  () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const { document } = parsePrdText(text, { file: "x.md" });
        const judged = judgedBoxes(text);
        const seen = new Set(judged);
        const found = itemPlaces(document).filter((place) => seen.has(place));
        expect(found.join("\n")).toBe(judged.join("\n"));
        const lines = text.split(/\r\n|\n|\r/);
        const boxes = lines.filter((line) => beginsWithBox(line)).length;
        expect(accountedBoxes(text, lines, document)).toBeGreaterThanOrEqual(boxes);
      }),
      { numRuns: RANDOM_DOCUMENTS },
    );
  },
  RANDOM_TIMEOUT_MS,
);
