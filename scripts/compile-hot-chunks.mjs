// Puts beside each hot chunk what V8 compiled of it while it did its work once; packages/cli/src/dispatch/load-chunk.ts
// loads both. Called by build-cli.mjs with the folder of the chunks; stdout is not its own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Script } from "node:vm";

const [hot] = process.argv.slice(2);
/** In this order: the first makes the store that the others read. */
const CALLS = {
  parse: { verb: "parse", words: ["PRD.md"] },
  "tasks-list": { verb: "list", words: [] },
  "tasks-next": { verb: "next", words: [] },
  "tasks-show": { verb: "show", words: ["t1"] },
  "tasks-update": { verb: "start", words: ["t1"] },
};

for (const name of Object.keys(process.env)) if (name.startsWith("CANARY_")) delete process.env[name];
const folder = mkdtempSync(join(tmpdir(), "canary-compile-"));
try {
  process.chdir(folder);
  const items = Array.from({ length: 20 }, (_, index) => `- [ ] Do piece ${index} {#t${index}}`);
  writeFileSync("PRD.md", `# Sample\n\n## Phase 1: All (Priority: High)\n\n${items.join("\n")}\n`);
  for (const [chunk, { verb, words }] of Object.entries(CALLS)) {
    const file = join(hot, `${chunk}.cjs`);
    const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
    const script = new Script(text, { filename: file });
    const module = { exports: {} };
    script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
    const exitCode = await module.exports.run(words, verb);
    if (exitCode !== 0) throw new Error(`${chunk}: ${verb} ${words.join(" ")} ended with ${exitCode}`);
    writeFileSync(`${file}.cache`, script.createCachedData());
  }
} finally {
  process.chdir(tmpdir());
  rmSync(folder, { recursive: true });
}
