import { constants } from "node:fs";
import { copyFile, link, lstat, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { buildLayout, readStamp } from "./build-layout.ts";
import type { BuildLayout, Stamp } from "./build-layout.ts";

/** Takes a target that another build of the same cache has with the same hash; `undefined` when none has. */
export async function reuseTarget(
  target: string,
  hash: string,
  layout: BuildLayout,
): Promise<Stamp | undefined> {
  const cache = path.dirname(layout.directory);
  for (const name of await readdir(cache)) {
    const other = buildLayout(path.join(cache, name));
    const stamp = other.directory === layout.directory ? undefined : await readStamp(other, target);
    if (stamp?.hash === hash && (await linkAll(stamp.outputs, other.directory, layout.directory))) {
      return stamp;
    }
  }
  return undefined;
}

async function linkAll(outputs: readonly string[], from: string, to: string): Promise<boolean> {
  try {
    for (const output of outputs) await linkFile(path.join(from, output), path.join(to, output));
    return true;
  } catch {
    return false;
  }
}

async function linkFile(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  await rm(to, { force: true });
  if ((await lstat(from)).isSymbolicLink()) return symlink(await readlink(from), to);
  await link(from, to).catch(async () => copyFile(from, to, constants.COPYFILE_FICLONE));
}
