import path from "node:path";
import { defaultCacheDirectory } from "../system/default-directories.ts";
import type { BuildOptions } from "./build-cluster.ts";
import { identifyBuild } from "./build-key.ts";
import { buildLayout } from "./build-layout.ts";
import { BUILD_TARGETS } from "./build-targets.ts";
import { readGoToolchain } from "./go-toolchain.ts";

/** Where the programs and manifests of this recipe are, or will be once they are built. */
export async function locateBuild(
  options: Pick<BuildOptions, "recipeDirectory" | "cacheDirectory">,
): Promise<{ readonly binDirectory: string; readonly manifestsDirectory: string }> {
  const identity = await identifyBuild(BUILD_TARGETS, options.recipeDirectory, await readGoToolchain());
  const layout = buildLayout(path.join(options.cacheDirectory ?? defaultCacheDirectory(), identity.key));
  return { binDirectory: layout.bin, manifestsDirectory: layout.manifests };
}
