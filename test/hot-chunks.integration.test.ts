import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const dist = join(import.meta.dirname, "../packages/cli/dist");
const { main, hot } = JSON.parse(readFileSync(join(dist, "metafile.json"), "utf8"));

/** Packages that cost more to load than a hot verb takes in all. */
const HEAVY =
  /node_modules\/(?:\.pnpm\/)?(zod|yaml|execa|unified|remark[^/]*|micromark[^/]*|mdast[^/]*|commander|pino|p-retry)[@/]/;

const outputs: readonly (readonly [string, { inputs: Record<string, unknown>; bytes: number }])[] = [
  ...Object.entries(main.outputs),
  ...Object.entries(hot.outputs),
] as never;

describe("a hot chunk", () => {
  it("exists for the program and four verbs", () => {
    expect(outputs.map(([path]) => path.split("/").at(-1) ?? "").toSorted()).toEqual([
      "canary.cjs",
      "tasks-list.cjs",
      "tasks-next.cjs",
      "tasks-show.cjs",
      "tasks-update.cjs",
    ]);
  });

  it.each(outputs)("%s holds no heavy package", (_path, { inputs }) => {
    expect(Object.keys(inputs).filter((input) => HEAVY.test(input))).toEqual([]);
  });

  it.each(outputs)("%s stays below 100 kB", (_path, { bytes }) => {
    expect(bytes).toBeLessThan(100_000);
  });
});
