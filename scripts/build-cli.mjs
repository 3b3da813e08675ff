// Bundles the command: one small CJS file a hot verb, split ESM for the rest, and the recipe of the local cluster
// beside them, so that the package runs by itself. The metafiles are kept for the test of what hot chunks contain.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const cli = join(root, "packages/cli");
const dist = join(cli, "dist");
const { version } = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));

/** Modules that the parser needs only for some documents; each a chunk of its own, read at its first call. */
const LAZY = {
  "parse-markdown": {
    source: "../prd-parser/src/blocks/parse-markdown.ts",
    names: ["parseBlocks", "parseGithubBlocks", "readPlainText"],
  },
  "front-matter-block": {
    source: "../prd-parser/src/document/front-matter-block.ts",
    names: ["parseBlock"],
  },
};

/** Puts in the place of each lazy module calls of its chunk, which is in this folder beside the output. */
function lazyModules(folder) {
  return Object.entries(LAZY).map(([chunk, { names }]) => ({
    name: `lazy-${chunk}`,
    setup: (made) => {
      const file = `${folder}${chunk}.cjs`;
      made.onResolve({ filter: new RegExp(`/${chunk}\\.ts$`) }, ({ kind, path }) =>
        kind === "entry-point" ? undefined : { path, namespace: chunk },
      );
      made.onLoad({ filter: /./, namespace: chunk }, () => ({
        contents: names
          .map((name) => `exports.${name} = (...values) => require("${file}").${name}(...values);`)
          .join("\n"),
      }));
      made.onResolve({ filter: new RegExp(`/${chunk}\\.cjs$`) }, ({ path }) => ({ path, external: true }));
    },
  }));
}

const shared = {
  absWorkingDir: cli,
  bundle: true,
  platform: "node",
  target: "node20",
  conditions: ["@canary/source"],
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  define: { CANARY_VERSION: JSON.stringify(version), CANARY_DIST: "__dirname" },
};

for (const folder of ["hot", "full", "recipe"]) rmSync(join(dist, folder), { recursive: true, force: true });

const main = await build({
  ...shared,
  entryPoints: { canary: "src/main.ts" },
  outdir: dist,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  plugins: [
    {
      name: "full-program",
      setup: (made) =>
        made.onResolve({ filter: /^\.\/program\.ts$/ }, () => ({
          path: "./full/program.js",
          external: true,
        })),
    },
  ],
  banner: { js: "#!/usr/bin/env node" },
});
chmodSync(join(dist, "canary.cjs"), 0o755);
const hot = await build({
  ...shared,
  entryPoints: {
    ...Object.fromEntries(
      ["tasks-list", "tasks-show", "tasks-next", "tasks-update", "parse"].map((chunk) => [
        chunk,
        `src/hot/${chunk}.ts`,
      ]),
    ),
    "read-config": "../project/src/read-config.ts",
    ...Object.fromEntries(Object.entries(LAZY).map(([chunk, { source }]) => [chunk, source])),
  },
  outdir: join(dist, "hot"),
  format: "cjs",
  // What is imported later is required: scripts that V8 compiled before cannot import.
  supported: { "dynamic-import": false },
  outExtension: { ".js": ".cjs" },
  plugins: [
    {
      // A configuration needs zod and YAML; without one they are not even read from the disk.
      name: "config-apart",
      setup: (made) =>
        made.onResolve({ filter: /^\.\/read-config\.ts$/ }, ({ kind }) =>
          kind === "dynamic-import" ? { path: "./read-config.cjs", external: true } : undefined,
        ),
    },
    ...lazyModules("./"),
  ],
});
const full = await build({
  ...shared,
  // Stacks have the names of the source: those that esbuild's keepNames gives back cost each start 30 ms.
  minify: false,
  minifySyntax: true,
  minifyWhitespace: true,
  entryPoints: { program: "src/program.ts", planner: "src/planner/planner.ts" },
  outdir: join(dist, "full"),
  format: "esm",
  splitting: true,
  plugins: lazyModules("../hot/"),
  chunkNames: "[name]-[hash]",
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
execFileSync(process.execPath, [join(root, "scripts/compile-hot-chunks.mjs"), join(dist, "hot")], {
  stdio: ["ignore", "ignore", "inherit"],
});
mkdirSync(join(dist, "full"), { recursive: true });
writeFileSync(join(dist, "full/package.json"), '{ "type": "module" }\n');
writeFileSync(
  join(dist, "metafile.json"),
  JSON.stringify({ main: main.metafile, hot: hot.metafile, full: full.metafile }),
);
cpSync(join(root, "infra/local-cluster"), join(dist, "recipe"), { recursive: true });
