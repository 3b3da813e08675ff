import { copyFile, link, readdir, rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { buildCluster } from "../build/build-cluster.ts";
import type { ClusterOptions } from "./cluster-options.ts";
import type { ClusterPaths } from "./cluster-paths.ts";
import { linkTools } from "./link-tools.ts";

/**
 * Builds the parts that the options ask for, or finds them built, and gives their images to the cluster's registry and links
 * their tools; true when it did not have the images. Throws as `buildCluster` does.
 */
export async function addParts(
  options: ClusterOptions,
  paths: ClusterPaths,
  signal?: AbortSignal,
): Promise<boolean> {
  if (options.parts === undefined || options.parts.length === 0) return false;
  const { imagesDirectory, binDirectory } = await buildCluster({ ...options, ...(signal && { signal }) });
  await linkTools(binDirectory, paths);
  let changed = false;
  for (const name of await readdir(imagesDirectory)) {
    if (await addFile(path.join(imagesDirectory, name), path.join(paths.images, name))) changed = true;
  }
  return changed;
}

/** Replaces the target in one step, so that the registry never reads half of it. */
async function addFile(source: string, target: string): Promise<boolean> {
  const [wanted, present] = await Promise.all([stat(source), stat(target).catch(() => undefined)]);
  if (present?.size === wanted.size && present.mtimeMs === wanted.mtimeMs) return false;
  const temporary = `${target}.loading`;
  await rm(temporary, { force: true });
  await link(source, temporary).catch(async () => {
    await copyFile(source, temporary);
    await utimes(temporary, wanted.atime, wanted.mtime);
  });
  await rename(temporary, target);
  return true;
}
