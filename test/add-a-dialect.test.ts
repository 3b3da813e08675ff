import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { parsePriority } from "@canary/core";
import { ROOT } from "./support/markdown.ts";

const GUIDE = readFileSync(join(ROOT, "docs/guides/add-a-dialect.md"), "utf8");

/** The rule of the guide, as its reader would have it after copying it. */
function ruleOfTheGuide(): (head: string) => unknown {
  const source = /```ts\n(import[^]*?)```/.exec(GUIDE)?.[1] ?? "";
  const { code } = transformSync(source.replaceAll(/^import .*$/gm, ""), { loader: "ts", format: "cjs" });
  const made: { exports: { bracedPriority?: (head: string) => unknown } } = { exports: {} };
  runInNewContext(code, { module: made, parsePriority });
  const rule = made.exports.bracedPriority;
  if (rule === undefined) throw new Error("the guide's first block exports no bracedPriority");
  return rule;
}

describe("docs/guides/add-a-dialect.md", () => {
  it("has a rule that reads what it says, and leaves alone what it says", () => {
    const rule = ruleOfTheGuide();
    expect(rule("Do it {p:1}")).toEqual({ side: "end", length: 5, priority: parsePriority("P1") });
    expect(["Do it {p}", "Do it {path:2}", "{p:1} Do it", "Do it {p:7}"].map((head) => rule(head))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("names files that are there", () => {
    const named = GUIDE.matchAll(/`((?:packages|docs|bin)\/[\w./-]+|[a-z-]+\/[\w-]+\.ts)`/g);
    const paths = [...named].map(([, path = ""]) =>
      /^(packages|docs|bin)\//.test(path) ? path : `packages/prd-parser/src/${path}`,
    );
    const missing = [...new Set(paths)].filter(
      (path) => !/braced-priority/.test(path) && !existsSync(join(ROOT, path)),
    );
    expect(paths.length).toBeGreaterThan(5);
    expect(missing).toEqual([]);
  });
});
