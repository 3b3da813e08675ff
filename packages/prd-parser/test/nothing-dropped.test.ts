import type { PrdDocument } from "@canary/core";
import fc from "fast-check";
import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, it } from "vitest";
import { parsePrdText } from "../src/index.ts";
import { readCheckbox } from "../src/items/checkbox.ts";
import { RANDOM_RUN, RANDOM_TIMEOUT_MS, randomDocument } from "./random-documents.ts";

const github = unified().use(remarkParse).use(remarkGfm).freeze();

interface Judgement {
  /** Line and column of every checkbox that GitHub would show, in order. */
  readonly boxes: readonly string[];
  /** Lines that are rows of tables, counted from 1. */
  readonly rows: ReadonlySet<number>;
  /** How many cells begin with a checkbox. */
  readonly boxedCells: number;
}

function judge(text: string): Judgement {
  const nodes = allNodes(github.parse(text));
  const boxes = nodes.flatMap((node) => {
    if (node.type !== "listItem" || typeof node.checked !== "boolean") return [];
    const { start } = placeOf(node);
    return [`${start.line}:${start.column} ${node.checked}`];
  });
  const rows = nodes.filter(({ type }) => type === "tableRow").map((row) => placeOf(row).start.line);
  const cells = nodes.filter(({ type }) => type === "tableCell").map(placeOf);
  const boxed = cells.filter(({ start, end }) => beginsWithBox(text.slice(start.offset, end.offset)));
  return { boxes, rows: new Set(rows), boxedCells: boxed.length };
}

function allNodes(node: Nodes): readonly Nodes[] {
  return "children" in node ? [node, ...node.children.flatMap(allNodes)] : [node];
}

function placeOf({ position }: Nodes): NonNullable<Nodes["position"]> {
  if (position === undefined) throw new Error("the judge gives every node a place");
  return position;
}

/** A line, or a cell of a table, that begins after its marks with a checkbox. */
function beginsWithBox(line: string): boolean {
  const at = line.search(/[^\s>*+.)\d#|-]/);
  return at !== -1 && readCheckbox(line, at) !== undefined;
}

/** Line and column of every item, in order. */
function itemPlaces({ tasks }: PrdDocument): readonly string[] {
  return tasks.map(({ source, status }) => `${source.line}:${source.column} ${status === "completed"}`);
}

const BOX_FINDING = /^checkbox-(?:empty|in-)/;

/** How many boxes are items or in findings: what a reader is told, and not what the parser knows. */
function accountedBoxes(lines: readonly string[], { tasks, diagnostics }: PrdDocument): number {
  // Task lines of a converter are items without a box.
  const items = tasks.filter(
    ({ source }) => !lines[source.line - 1]?.slice(source.column - 1).startsWith("**TASK_"),
  );
  const found = diagnostics.filter(({ code }) => BOX_FINDING.test(code));
  const counts = found.map(({ message }) => Number(/^\d+(?= checkbox)/.exec(message)?.[0] ?? "1"));
  return counts.reduce((sum, count) => sum + count, items.length);
}

it(
  "makes an item of every checkbox that GitHub shows, and an item or a finding of every other one",
  () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const { document } = parsePrdText(text, { file: "x.md" });
        const { boxes, rows, boxedCells } = judge(text);
        const seen = new Set(boxes);
        const found = itemPlaces(document).filter((place) => seen.has(place));
        expect(found.join("\n")).toBe(boxes.join("\n"));
        const lines = text.split(/\r\n|\n|\r/);
        const boxedLines = lines.filter((line, index) => !rows.has(index + 1) && beginsWithBox(line)).length;
        expect(accountedBoxes(lines, document)).toBeGreaterThanOrEqual(boxedLines + boxedCells);
      }),
      RANDOM_RUN,
    );
  },
  RANDOM_TIMEOUT_MS,
);
