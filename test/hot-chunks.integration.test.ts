import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { wrapModule } from "../packages/cli/src/dispatch/load-chunk.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const dist = join(import.meta.dirname, "../packages/cli/dist");
const { main, hot, full } = JSON.parse(readFileSync(join(dist, "metafile.json"), "utf8"));

/** Packages that cost more to load than a hot verb takes in all. */
const HEAVY =
  /node_modules\/(?:\.pnpm\/)?(zod|yaml|execa|unified|remark[^/]*|micromark[^/]*|mdast[^/]*|commander|pino|p-retry)[@/]/;

/** Chunks that `parse` reads only when a document or a configuration needs them. */
const LATER = ["front-matter-block.cjs", "parse-markdown.cjs", "read-config.cjs"];

const outputs: readonly (readonly [string, { inputs: Record<string, unknown>; bytes: number }])[] = [
  ...Object.entries(main.outputs),
  ...Object.entries(hot.outputs),
].filter(([path]) => !LATER.some((name) => path.endsWith(`/${name}`))) as never;

describe("a hot chunk", () => {
  it("exists for the program and five verbs", () => {
    expect(outputs.map(([path]) => path.split("/").at(-1) ?? "").toSorted()).toEqual([
      "canary.cjs",
      "parse.cjs",
      "tasks-list.cjs",
      "tasks-next.cjs",
      "tasks-show.cjs",
      "tasks-update.cjs",
    ]);
  });

  it.each(outputs)("%s holds no heavy package", (_path, { inputs }) => {
    expect(Object.keys(inputs).filter((input) => HEAVY.test(input))).toEqual([]);
  });

  it.each(outputs)("%s stays small", (path, { bytes }) => {
    expect(bytes).toBeLessThan(path.endsWith("/parse.cjs") ? 170_000 : 100_000);
  });
});

describe("what V8 compiled of a hot chunk", () => {
  it.each(["parse", "tasks-list", "tasks-next", "tasks-show", "tasks-update"])(
    "%s lies beside it, and is of use to this version of Node.js",
    (chunk) => {
      const file = join(dist, "hot", `${chunk}.cjs`);
      const cachedData = readFileSync(`${file}.cache`);
      const script = new Script(wrapModule(readFileSync(file, "utf8")), { filename: file, cachedData });
      expect(script.cachedDataRejected).toBe(false);
    },
  );

  it("may be missing, or of no use", () => {
    const copy = join(temporaryFolder("canary-chunks-"), "dist");
    cpSync(dist, copy, { recursive: true, filter: (source) => !source.includes("/recipe") });
    const cache = join(copy, "hot/tasks-list.cjs.cache");
    const list = (): unknown => {
      const { status, stderr } = spawnSync(process.execPath, [join(copy, "canary.cjs"), "tasks", "list"], {
        cwd: temporaryFolder("canary-no-project-"),
      });
      return [status, stderr.toString().split("\n")[0]?.split(":")[0]];
    };
    const expected = [2, "error CANARY_STORE_NOT_FOUND"];
    expect(list()).toEqual(expected);
    writeFileSync(cache, "nothing of V8's");
    expect(list()).toEqual(expected);
    rmSync(cache);
    expect(list()).toEqual(expected);
  });
});

describe("the full program", () => {
  it("starts without what only some commands need", () => {
    expect(heavyInputsOf("src/program.ts", /\/(zod|yaml|execa|micromark[^/]*|pino)@/)).toEqual([]);
  });

  it("executes a run without what only planning needs, so that its processes start fast", () => {
    expect(heavyInputsOf("../project/src/run.ts", /\/(zod|yaml|execa|micromark[^/]*|commander)@/)).toEqual(
      [],
    );
  });
});

interface Output {
  readonly entryPoint?: string;
  readonly inputs: Record<string, unknown>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

/** What is loaded with this source file, without what it imports later. */
function heavyInputsOf(entryPoint: string, heavy: RegExp): string[] {
  const all = full.outputs as Record<string, Output>;
  const reached = new Set(Object.keys(all).filter((path) => all[path]?.entryPoint === entryPoint));
  expect(reached.size).toBe(1);
  for (const path of reached) {
    for (const { path: next, kind } of all[path]?.imports ?? []) {
      if (kind !== "dynamic-import" && next in all) reached.add(next);
    }
  }
  return [...reached]
    .flatMap((path) => Object.keys(all[path]?.inputs ?? {}))
    .filter((path) => heavy.test(path));
}
