import fc from "fast-check";

const MARKERS = ["-", "*", "+", "1.", "2.", "7)", "10."];
const BOXES = [
  "[ ]",
  "[x]",
  "[X]",
  "[ ]",
  "[x]",
  "[~]",
  "[-]",
  "[/]",
  "[>]",
  "[]",
  "[ x]",
  "[\t]",
  "[%]",
  "[ab]",
  "[1]",
];
const WORDS = [
  "Install the chart",
  "`code` and *more*",
  "src/__init__.py",
  "T001 Do it",
  "{#own-id}",
  "(depends on own-id)",
  "| a | b |",
  "[link](x)",
  "[ref]: http://example.com",
  "5 % → 10 %",
  "été “CAFÉ”",
  "<b>",
  "x",
];
const STARTS = [
  "",
  "",
  "",
  "# Title",
  "## Phase 1: Infra (Priority: High)",
  "### 2. Steps",
  "#### Acceptance criteria",
  " # Indented",
  "Setext",
  "===",
  "---",
  "***",
  "```",
  "```bash",
  "````",
  "~~~",
  "<!--",
  "-->",
  "<!-- note -->",
  "<div>",
  "</div>",
  "<pre>",
  "</pre>",
  "<?php",
  "?>",
  "## [ ] Heading",
  "# 1. [x] Heading",
  "| [ ] a | b |",
  "| a | [x] |",
  "| T1 | | [x] |",
  "| [ ] |",
  "| ID | Task |",
  "| --- | --- |",
  "|-|",
  "[^1]: note",
  "[ ] bare",
  "**TASK_001** [HIGH]: Install the chart",
  "Some prose",
  "text <!-- open",
  "**Acceptance criteria:**",
  "**Done when**: text",
];

const indentation = fc.oneof(
  { weight: 6, arbitrary: fc.constant("") },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }).map((width) => " ".repeat(width)) },
  { weight: 1, arbitrary: fc.constantFrom("\t", " \t", "\t\t") },
);
const quote = fc.oneof(
  { weight: 8, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.constantFrom("> ", ">", "> > ") },
);
const gap = fc.oneof(
  { weight: 8, arbitrary: fc.constant(" ") },
  { weight: 1, arbitrary: fc.constantFrom("  ", "     ", "\t", "") },
);
const listLine = fc
  .tuple(fc.constantFrom(...MARKERS), gap, fc.constantFrom("", ...BOXES), gap, fc.constantFrom("", ...WORDS))
  .map((parts) => parts.join(""));
const nested = fc
  .tuple(fc.constantFrom(...MARKERS), fc.constant(" "), listLine)
  .map((parts) => parts.join(""));
const markedBlock = fc
  .tuple(fc.constantFrom(...MARKERS), gap, fc.constantFrom(...STARTS))
  .map((parts) => parts.join(""));
const content = fc.oneof(
  { weight: 8, arbitrary: listLine },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: markedBlock },
  { weight: 6, arbitrary: fc.constantFrom(...STARTS) },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
);
const flatItem = fc
  .tuple(fc.constantFrom("- ", "* "), fc.constantFrom("[ ] ", "[x] ", "[%] "), fc.constantFrom(...WORDS))
  .map((parts) => parts.join(""));
const cell = fc.constantFrom(
  "",
  "a",
  "Do it",
  "T1",
  "done",
  "[ ]",
  "[x]",
  "[ ] b",
  "- [x] c",
  "[1]",
  "a \\| [ ]",
  "`|`",
);
const row = fc.array(cell, { minLength: 1, maxLength: 4 }).map((cells) => `| ${cells.join(" | ")} |`);
const table = fc
  .tuple(
    fc.constantFrom("| ID | Task | Status |", "| Task | Note | Phase |", "| a | [ ] b | c |"),
    fc.array(row, { minLength: 1, maxLength: 4 }),
  )
  .map(([head, rows]) => [head, "|---|---|---|", ...rows].join("\n"));
const line = fc.oneof(
  { weight: 1, arbitrary: table },
  { weight: 4, arbitrary: flatItem },
  { weight: 3, arbitrary: fc.constant("") },
  { weight: 9, arbitrary: fc.tuple(quote, indentation, content).map((parts) => parts.join("")) },
);
const ending = fc.oneof(
  { weight: 12, arbitrary: fc.constant("\n") },
  { weight: 1, arbitrary: fc.constantFrom("\r\n", "\r") },
);

/** Documents made of every part that matters to the parser, well and badly put together. */
export const randomDocument: fc.Arbitrary<string> = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 24 }), ending)
  .map(([lines, end]) => lines.join(end));

const WANTED = process.env["CANARY_RANDOM_DOCUMENTS"];
const DOCUMENTS = Number(WANTED ?? "2000");

/**
 * How a property is asked about random documents: 2 000, the same ones each time, so that the same code has the same answer;
 * or as many as CANARY_RANDOM_DOCUMENTS says, others each time, which is how the bench looks for what nobody thought of.
 */
export const RANDOM_RUN: { readonly numRuns: number; readonly seed?: number } = {
  numRuns: DOCUMENTS,
  ...(WANTED === undefined ? { seed: 1 } : {}),
};

/** A limit for hangs only; a busy machine takes a tenth of it. */
export const RANDOM_TIMEOUT_MS = 60_000 + 100 * DOCUMENTS;
