import { appendFile, copyFile, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { BuildContext } from "./build-context.ts";
import type { AmendedModule } from "./build-target.ts";

/**
 * Copies a Go module out of the module cache, where go.sum vouched for it, puts our files in the place of its own, and returns
 * the path of a `go.mod` for `go -modfile`: that of the target's module, but for this copy.
 */
export async function amendModule(
  target: { readonly name: string; readonly module: string; readonly amended: AmendedModule },
  source: string,
  { layout, recipeDirectory }: BuildContext,
): Promise<string> {
  const { goModule, files } = target.amended;
  const own = path.join(recipeDirectory, "mod", target.module);
  const copy = path.join(layout.temporary, `${target.name}-amended`);
  await rm(copy, { recursive: true, force: true });
  await copyFiles(source, copy, new Set(Object.keys(files)));
  for (const [to, from] of Object.entries(files)) await copyFile(path.join(own, from), path.join(copy, to));
  const modfile = path.join(layout.temporary, `${target.name}.mod`);
  await copyFile(path.join(own, "go.mod"), modfile);
  await copyFile(path.join(own, "go.sum"), path.join(layout.temporary, `${target.name}.sum`));
  await appendFile(modfile, `\nreplace ${goModule} => ${copy}\n`);
  return modfile;
}

/** Copies files alone: the module cache's folders are read-only, and so would be their copies. */
async function copyFiles(source: string, copy: string, leftOut: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    const name = path.relative(source, path.join(entry.parentPath, entry.name));
    if (entry.isDirectory()) await mkdir(path.join(copy, name), { recursive: true });
    else if (!leftOut.has(name)) {
      await mkdir(path.dirname(path.join(copy, name)), { recursive: true });
      await copyFile(path.join(source, name), path.join(copy, name));
    }
  }
}
