import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import type { ListEntry, Outline } from "../src/blocks/outline.ts";
import { parseGithubBlocks } from "../src/blocks/parse-markdown.ts";
import { readOutline } from "../src/blocks/read-outline.ts";
import { TreeWalker } from "../src/blocks/tree-walker.ts";
import { RANDOM_RUN, RANDOM_TIMEOUT_MS, randomDocument } from "./random-documents.ts";

function readWhole(text: string): Omit<Outline, "codeRanges"> {
  const walker = new TreeWalker(text);
  walker.walk(parseGithubBlocks(text), 0);
  return walker.collected();
}

/** Of each box under a bold label, its offset and the label's. */
function labelsOf({ entries, listLabels }: Omit<Outline, "codeRanges">): readonly (readonly number[])[] {
  return entries.flatMap((entry) => {
    const label = entry.checkbox === undefined ? undefined : listLabels.get(entry);
    return label === undefined ? [] : [[entry.offset, label.start, label.end]];
  });
}

/** Where boxes stand that are no items. */
function placesOf({ strayBoxes, emptyRows }: Omit<Outline, "codeRanges">): unknown {
  return { strayBoxes, emptyRows };
}

/** What must not depend on the cutting; entries by their offsets, so that parents can be compared. */
function comparable(outline: Omit<Outline, "codeRanges">): unknown {
  const flat = ({ parent, ...entry }: ListEntry): unknown => ({ ...entry, parent: parent?.offset });
  return {
    headings: outline.headings,
    entries: outline.entries.map(flat),
    labels: labelsOf(outline),
    blocks: outline.blocks.map(({ entry, ...block }) => ({ ...block, entry: entry.offset })),
    strayBoxes: outline.strayBoxes,
    unclosedFences: outline.unclosedFences,
    tableRows: outline.tableRows,
    emptyRows: outline.emptyRows,
  };
}

it(
  "reads the same outline from the pieces as from the whole",
  () => {
    fc.assert(
      fc.property(randomDocument, (text) => {
        const whole = readWhole(text);
        const pieces = readOutline(text, { start: 0, scope: "everything" });
        const wanted = readOutline(text, { start: 0, scope: "checkboxes" });
        // `toEqual` takes longer than the parser; the document that fails is shown anyway.
        expect(isDeepStrictEqual(comparable(pieces), comparable(whole))).toBe(true);
        expect(isDeepStrictEqual(labelsOf(wanted), labelsOf(whole))).toBe(true);
        expect(isDeepStrictEqual(placesOf(wanted), placesOf(whole))).toBe(true);
      }),
      RANDOM_RUN,
    );
  },
  RANDOM_TIMEOUT_MS,
);

it.each([
  // A fence that the end of its list ends.
  " - ```\n\n## Phase 1",
  "- ```\n  kubectl get pods\n\n## Phase 1\n",
  // What looks like a list is HTML, so the fence is in none.
  "</div>\n- ````\n\n  ~~~\n\n- [ ] Install the chart",
  // A table right below a line of text.
  "Install the chart\n| ID | Task | Status |\n|---|---|---|\n| a |\n| b | Do it | todo |",
  // A bullet that is a bold label.
  "- **Acceptance criteria:**\n  - [%] Look at it\n - [ ] Install the chart",
])("reads %j the same from the pieces as from the whole", (text) => {
  const pieces = readOutline(text, { start: 0, scope: "everything" });
  expect(comparable(pieces)).toEqual(comparable(readWhole(text)));
  const wanted = readOutline(text, { start: 0, scope: "checkboxes" });
  expect([wanted.tableRows, wanted.strayBoxes]).toEqual([pieces.tableRows, pieces.strayBoxes]);
});

const FIXTURES = new URL("./fixtures/", import.meta.url);
const CORPUS = process.env["CANARY_PRD_CORPUS"] ?? "";
const FILES = [
  ...readdirSync(FIXTURES).map((name) => fileURLToPath(new URL(`${name}/input.md`, FIXTURES))),
  ...(CORPUS === "" ? [] : readdirSync(CORPUS).map((name) => join(CORPUS, name))),
];

it.each(FILES)("reads the same outline from the pieces of %s as from the whole", (file) => {
  const text = readFileSync(file, "utf8");
  const pieces = readOutline(text, { start: 0, scope: "everything" });
  expect(comparable(pieces)).toEqual(comparable(readWhole(text)));
  const wanted = readOutline(text, { start: 0, scope: "checkboxes" });
  const boxes = (outline: Omit<Outline, "codeRanges">): readonly number[] =>
    outline.entries.filter((entry) => entry.checkbox !== undefined).map((entry) => entry.offset);
  expect(boxes(wanted)).toEqual(boxes(readWhole(text)));
  expect(wanted.headings).toEqual(pieces.headings);
});
