import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./support/markdown.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const folder = temporaryFolder("canary-skipped-");
const reporter = join(ROOT, "test/support/closing-line-reporter.ts");
writeFileSync(join(folder, "a.test.mjs"), 'it("runs", () => {});\nit.skip("rests", () => {});\n');
writeFileSync(
  join(folder, "vitest.config.mjs"),
  `import { ClosingLineReporter } from ${JSON.stringify(reporter)};
export default { test: { globals: true, include: ["*.test.mjs"], reporters: [new ClosingLineReporter()] } };
`,
);

it.each([
  ["1", [], 1, "tests: 1 passed, 1 failed, 0 skipped"],
  ["", [], 0, "tests: 1 passed, 0 failed, 1 skipped"],
  ["1", ["-t", "runs"], 0, "tests: 1 passed, 0 failed, 1 skipped"],
] as const)(
  "with CANARY_REQUIRE_CLUSTER=%j and the words %j, a run with a skipped test ends with %i",
  (required, words, exitCode, line) => {
    const argv = [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", "--root", folder, ...words];
    const env = { ...process.env, CANARY_REQUIRE_CLUSTER: required };
    const run = spawnSync(process.execPath, argv, { env, encoding: "utf8" });
    expect(run.stdout).toContain(line);
    expect(run.stderr.includes("SKIPPED, which is a failure here: rests")).toBe(exitCode === 1);
    expect(run.status).toBe(exitCode);
  },
);
