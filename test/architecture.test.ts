import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** What each room may import of the others; docs/architecture.md shows the same table. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  "prd-parser": ["core"],
  "task-manager": ["core"],
  "task-master": ["core"],
  "local-cluster": ["core"],
  gitops: ["core"],
  project: ["core", "prd-parser", "task-manager", "task-master", "local-cluster", "gitops"],
  cli: ["core", "project"],
  testkit: ["core"],
};

const rooms = readdirSync(join(root, "packages"));

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(node_modules|dist|fixtures)\//.test(path));
}

const sources: readonly SourceFile[] = rooms.flatMap((room) =>
  filesUnder(join(root, "packages", room, "src")).map((path) => {
    const text = readFileSync(path, "utf8");
    const imports = [
      ...text.matchAll(/(?:^|\n)(?:import|export)[^;]*?from "([^"]+)"|\bimport\("([^"]+)"\)/g),
    ].map((match) => match[1] ?? match[2] ?? "");
    return { path, room, text, imports };
  }),
);

function manifestOf(room: string): {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
} {
  return JSON.parse(readFileSync(join(root, "packages", room, "package.json"), "utf8"));
}

describe("the import table", () => {
  it("names every package", () => {
    expect(rooms.toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
  });

  it.each(rooms)("%s imports only what it may", (room) => {
    const used = new Set(
      sources
        .filter((file) => file.room === room)
        .flatMap((file) => file.imports)
        .flatMap((name) => /^@canary\/([^/]+)/.exec(name)?.[1] ?? []),
    );
    expect([...used].filter((name) => !MAY_IMPORT[room]?.includes(name))).toEqual([]);
  });

  it.each(rooms)("%s declares its rooms in package.json and in tsconfig.json alike", (room) => {
    const { dependencies = {}, devDependencies = {} } = manifestOf(room);
    const own = room === "cli" ? { ...dependencies, ...devDependencies } : dependencies;
    const declared = Object.keys(own)
      .flatMap((name) => /^@canary\/(.+)$/.exec(name)?.[1] ?? [])
      .filter((name) => name !== "testkit");
    const { references = [] } = JSON.parse(
      readFileSync(join(root, "packages", room, "tsconfig.json"), "utf8"),
    );
    const referenced = references.map((each: { path: string }) => each.path.replace("../", ""));
    expect(declared.toSorted()).toEqual(referenced.toSorted());
    expect(declared.filter((name) => !MAY_IMPORT[room]?.includes(name))).toEqual([]);
  });

  it("leaves testkit out of everything that ships", () => {
    expect(
      rooms.filter((room) => Object.keys(manifestOf(room).dependencies ?? {}).includes("@canary/testkit")),
    ).toEqual([]);
  });

  it("keeps core and prd-parser free of Node.js", () => {
    const pure = sources.filter(({ room }) => room === "core" || room === "prd-parser");
    expect(
      pure
        .filter(({ imports }) => imports.some((name) => name.startsWith("node:")))
        .map(({ path }) => relative(root, path)),
    ).toEqual([]);
  });
});

describe("the files", () => {
  it("import each other without a cycle", () => {
    const byPath = new Map(sources.map((file) => [file.path, file]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path))
        cycles.push(
          [...trail.slice(trail.indexOf(path)), path].map((each) => relative(root, each)).join(" -> "),
        );
      if (done.has(path) || trail.includes(path)) return;
      for (const name of byPath.get(path)?.imports ?? []) {
        const target = join(dirname(path), name);
        if (name.startsWith(".") && byPath.has(target)) visit(target, [...trail, path]);
      }
      done.add(path);
    };
    for (const path of byPath.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it("are small: at most 300 lines each, 80 in the median", () => {
    const lengths = sources.map(({ path, text }) => ({
      path: relative(root, path),
      lines: text.split("\n").length,
    }));
    expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
    const ordered = lengths.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(ordered[Math.floor(ordered.length / 2)]).toBeLessThanOrEqual(80);
  });

  it("are in kebab-case and say what they are about", () => {
    const names = sources.map(({ path }) => path.split("/").at(-1) ?? "");
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name))).toEqual([]);
    expect(names.filter((name) => /^(utils?|helpers?|common|misc)\.ts$/.test(name))).toEqual([]);
  });
});
