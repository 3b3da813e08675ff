// What parsing costs: the whole process against node itself at 41 KB and 1 MB, seconds and memory at 10 MB, how the time
// per byte grows; and, as a part of its own, 100 000 random documents through the properties of the parser's tests.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { benchTestFiles } from "./bench-vitest.mjs";

const SMALL = 41_000;
const MEGABYTE = 1_000_000;
const RANDOM_DOCUMENTS = process.env.CANARY_BENCH_RANDOM_DOCUMENTS ?? "100000";
const MOST_SECONDS = 5;
const MOST_MEGABYTES = 500;
const MOST_GROWTH = 1.3;

/** A PRD of about `bytes` bytes in the proportions of real ones: a heading every 250 bytes, a box every 400, mostly prose. */
function proseOf(bytes) {
  const section = (n) =>
    [
      `## ${n}. Section ${n}`,
      "",
      `Some *prose* about part ${n} with \`code\` and a [link](https://example.com/${n}), long enough to be a sentence that says something.`,
      "",
      `### ${n}.1 Background`,
      "",
      ...Array.from(
        { length: 5 },
        (_, i) => `- What is known as fact ${i} about part ${n}, in the words of its authors`,
      ),
      "",
      "```bash",
      `kubectl get pods -n part-${n} --watch`,
      "```",
      "",
      `### Phase ${n}: Part ${n} (Priority: High)`,
      "",
      ...Array.from({ length: 3 }, (_, i) => `- [ ] Do piece ${i} of part ${n}`),
      "",
      `#### Notes on part ${n}`,
      "",
      "1. First look at what is there.",
      "2. Then change one thing at a time, and measure.",
      "",
      "",
    ].join("\n");
  return grow(bytes, section);
}

/** A PRD that is nearly all boxes, with ids and dependencies. */
function boxesOf(bytes) {
  return grow(bytes, (n) => {
    const heading = n % 500 === 1 ? `\n## Phase ${n}: Part ${n} (Priority: High)\n\n` : "";
    const after = n === 1 ? "" : ` (depends on t${n - 1})`;
    return `${heading}- [ ] Do piece ${n} of the work in some words${after} {#t${n}}\n`;
  });
}

/** Boxes with boxes and bullets under them. */
function nestedOf(bytes) {
  return grow(bytes, (n) => {
    const heading = n % 300 === 1 ? `\n## Phase ${n}: Part ${n}\n\n` : "";
    return `${heading}- [ ] Do piece ${n} of the work with words\n  - what to know about it\n  - [x] look at part ${n}\n`;
  });
}

/** Prose with one box in it: what has none must cost little. */
function plainOf(bytes) {
  return grow(bytes, (n) =>
    n === 1 ? "- [ ] Do it\n\n" : `Paragraph ${n} says something in a sentence or so.\n\n`,
  );
}

function grow(bytes, part) {
  const parts = ["# Bench\n\n"];
  for (let n = 1, length = 0; length < bytes; n += 1) {
    const text = part(n);
    parts.push(text);
    length += text.length;
  }
  return parts.join("");
}

/** Prints the rows of this part; `row` judges each figure. */
export function benchParse({ workspace, env, canary, empty, rounds, time, row, median }) {
  const kinds = { prose: proseOf, boxes: boxesOf, nested: nestedOf, plain: plainOf };
  const files = Object.entries(kinds).flatMap(([kind, textOf]) =>
    [SMALL, MEGABYTE, 10 * MEGABYTE].map((bytes) => {
      const file = join(workspace, `${kind}-${bytes}.md`);
      writeFileSync(file, textOf(bytes));
      return { kind, bytes, file };
    }),
  );
  const argvOf = (file) => [canary, "parse", file, "--dry-run", "-o", "json"];
  const measure = (wanted, count) => {
    const samples = new Map(wanted.map((each) => [each, []]));
    const floors = [];
    for (let round = 0; round < count; round += 1) {
      floors.push(time([empty]));
      for (const each of wanted) samples.get(each).push(time(argvOf(each.file)));
    }
    return { floor: median(floors), of: (each) => median(samples.get(each)) };
  };

  const small = [...files.filter(({ bytes }) => bytes === SMALL), ...corpusFiles()];
  const atSmall = measure(small, rounds);
  for (const each of small)
    row(`parse of ${each.kind}, 41 KB`, atSmall.of(each), atSmall.of(each) / atSmall.floor, 5);

  const middle = files.filter(({ bytes }) => bytes === MEGABYTE);
  const atMiddle = measure(middle, Math.ceil(rounds / 3));
  for (const each of middle)
    row(`parse of ${each.kind}, 1 MB`, atMiddle.of(each), atMiddle.of(each) / atMiddle.floor, 45);

  const large = files.filter(({ bytes }) => bytes === 10 * MEGABYTE);
  const atLarge = measure(large, Math.ceil(rounds / 5));
  for (const each of large) {
    const elapsed = atLarge.of(each);
    const sibling = middle.find(({ kind }) => kind === each.kind);
    row(`parse of ${each.kind}, 10 MB, in ${MOST_SECONDS} s`, elapsed, elapsed / 1000 / MOST_SECONDS, 1);
    row(`  time per byte against 1 MB`, elapsed, elapsed / 10 / atMiddle.of(sibling), MOST_GROWTH);
    const megabytes = peakMegabytes(argvOf(each.file), { workspace, env });
    row(`  peak of ${megabytes} MB, in ${MOST_MEGABYTES} MB`, elapsed, megabytes / MOST_MEGABYTES, 1);
  }
}

/** The first document of the corpus, where there is one. */
function corpusFiles() {
  const folder = process.env.CANARY_PRD_CORPUS;
  if (folder === undefined) return [];
  const [first] = readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .toSorted();
  return first === undefined ? [] : [{ kind: "a real document", bytes: SMALL, file: join(folder, first) }];
}

function peakMegabytes(argv, { workspace, env }) {
  const result = join(workspace, "peak");
  const hook = join(workspace, "peak.cjs");
  writeFileSync(
    hook,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(result)}, String(process.resourceUsage().maxRSS)));`,
  );
  spawnSync(process.execPath, ["--require", hook, ...argv], { cwd: workspace, env, stdio: "ignore" });
  return statSync(result).size === 0 ? 0 : Math.round(Number(readFileSync(result, "utf8")) / 1024);
}

/** Whether the properties hold for as many documents; its figure is the time that they take. */
export function benchRandomDocuments(kit) {
  const folder = "packages/prd-parser/test";
  benchTestFiles(kit, {
    name: `${RANDOM_DOCUMENTS} random documents, nothing dropped`,
    project: "unit",
    files: [`${folder}/cut-and-whole.test.ts`, `${folder}/nothing-dropped.test.ts`],
    variables: { CANARY_RANDOM_DOCUMENTS: RANDOM_DOCUMENTS },
  });
}
