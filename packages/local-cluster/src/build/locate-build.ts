import { access } from "node:fs/promises";
import path from "node:path";
import { defaultCacheDirectory } from "../system/default-directories.ts";
import { identifyBuild } from "./build-key.ts";
import type { BuildIdentity } from "./build-key.ts";
import { buildLayout } from "./build-layout.ts";
import type { BuildTarget } from "./build-target.ts";
import { readGoToolchain } from "./go-toolchain.ts";
import { selectTargets } from "./select-targets.ts";
import type { BuildSelection } from "./select-targets.ts";

export interface LocateOptions {
  /** `infra/local-cluster` of a clone, or the copy in the published package. */
  readonly recipeDirectory: string;
  /** By default `$XDG_CACHE_HOME/canary/local-cluster`. */
  readonly cacheDirectory?: string;
  /** What is built; by default what every cluster needs. */
  readonly parts?: BuildSelection | undefined;
  /** Another table than this package's own. */
  readonly targets?: readonly BuildTarget[];
}

/** A build's place, whether it is there yet or not. */
export interface BuildLocation {
  readonly directory: string;
  /** A hash of all that the build is made of. */
  readonly key: string;
  readonly binDirectory: string;
  readonly imagesDirectory: string;
  readonly manifestsDirectory: string;
}

export interface LocatedBuild extends BuildLocation {
  readonly isFinished: boolean;
}

export interface BuildPlan {
  readonly location: BuildLocation;
  readonly targets: readonly BuildTarget[];
  readonly identity: BuildIdentity;
}

/** Where the parts of this recipe are, or will be once they are built. Throws CANARY_TOOL_NOT_FOUND (go). */
export async function locateBuild(options: LocateOptions): Promise<LocatedBuild> {
  const { location } = await planBuild(options);
  return { ...location, isFinished: await isFinishedBuild(location.directory) };
}

/** What is to be built, and where. Throws CANARY_TOOL_NOT_FOUND (go). */
export async function planBuild(options: LocateOptions): Promise<BuildPlan> {
  const targets = selectTargets(options.parts, options.targets);
  const identity = await identifyBuild(targets, options.recipeDirectory, await readGoToolchain());
  const directory = path.join(options.cacheDirectory ?? defaultCacheDirectory(), identity.key);
  const { bin, images, manifests } = buildLayout(directory);
  const location = {
    directory,
    key: identity.key,
    binDirectory: bin,
    imagesDirectory: images,
    manifestsDirectory: manifests,
  };
  return { location, targets, identity };
}

/** The file that a build gets last. */
export function finishedFile(directory: string): string {
  return path.join(directory, "build.json");
}

export async function isFinishedBuild(directory: string): Promise<boolean> {
  return access(finishedFile(directory)).then(
    () => true,
    () => false,
  );
}
