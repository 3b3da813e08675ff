import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { BuildTarget, ImageTarget } from "./build-target.ts";
import type { GoToolchain } from "./go-toolchain.ts";

export interface BuildIdentity {
  /** Names the build's folder. */
  readonly key: string;
  /** A hash for each target of all that it is made of. */
  readonly targets: ReadonlyMap<string, string>;
}

/** The hash of the target's entry, its module's files, the Go toolchain and the targets that it is made of. */
export async function identifyBuild(
  targets: readonly BuildTarget[],
  recipeDirectory: string,
  toolchain: GoToolchain,
): Promise<BuildIdentity> {
  const hashes = new Map<string, string>();
  const modules = new Map<string, string>();
  for (const target of targets) {
    const parts = [toolchain.version, toolchain.architecture, describe(target)];
    for (const module of modulesOf(target)) {
      const known = modules.get(module) ?? (await hashModule(path.join(recipeDirectory, "mod", module)));
      modules.set(module, known);
      parts.push(known);
    }
    for (const need of target.kind === "image" ? needsOf(target) : []) parts.push(hashes.get(need) ?? "");
    hashes.set(target.name, hash(parts.join("\n")));
  }
  return { key: hash([...hashes.values()].join("\n")).slice(0, 16), targets: hashes };
}

/** A hash over names and contents of a module's files; tests do not count. */
export async function hashModule(directory: string): Promise<string> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith("_test.go"))
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .sort();
  const sum = createHash("sha256");
  for (const file of files) {
    const content = await readFile(path.join(directory, file));
    sum.update(`${file}\0${content.length}\0`).update(content);
  }
  return sum.digest("hex");
}

function modulesOf(target: BuildTarget): readonly string[] {
  if (target.kind === "rootfs") return [];
  if (target.kind !== "image") return [target.module];
  return target.files.flatMap(({ from }) => ("module" in from ? [from.module] : []));
}

/** The targets that an image is made of: the helper makes it, out of programs and root file systems. */
export function needsOf(target: ImageTarget): readonly string[] {
  const programs = target.files.flatMap(({ from }) => ("program" in from ? [from.program] : []));
  return ["helper", ...(target.base ?? []), ...programs];
}

/** Everything of an entry that shapes its output: how long it takes does not. */
function describe(target: BuildTarget): string {
  return JSON.stringify({ ...target, expectedMs: undefined });
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
