import { CanaryError } from "@canary/core";
import { mkdir, readdir, rename, rm, statfs } from "node:fs/promises";
import path from "node:path";
import { acquireHostLock, findLockOwner } from "../system/host-lock.ts";
import { writeFileAtomically } from "../system/write-file-atomically.ts";
import type { BuildEvent, WaitingEvent } from "./build-event.ts";
import { buildImage, buildManifest } from "./build-image.ts";
import { buildLayout, readStamp } from "./build-layout.ts";
import type { Stamp } from "./build-layout.ts";
import { buildProgram } from "./build-program.ts";
import type { BuildContext } from "./build-context.ts";
import { buildRootFs } from "./build-rootfs.ts";
import { ProgressReporter } from "./progress-reporter.ts";
import type { BuildTarget } from "./build-target.ts";
import { finishedFile, isFinishedBuild, planBuild } from "./locate-build.ts";
import type { BuildLocation, BuildPlan, LocateOptions } from "./locate-build.ts";
import { reuseTarget } from "./reuse-target.ts";

export interface BuildOptions extends LocateOptions {
  /**
   * A Go build cache to use and keep, such as several builds share; by default that of `$CANARY_GO_BUILD_CACHE`, else one of the
   * build's own, removed after success.
   */
  readonly goBuildCache?: string;
  readonly onEvent?: (event: BuildEvent | WaitingEvent) => void;
  readonly signal?: AbortSignal;
}

export interface BuildResult extends BuildLocation {
  /** False when it was all there. */
  readonly built: boolean;
}

/** Added to the name of a build until it is finished. */
const PARTIAL = ".partial";
const MINIMUM_FREE_BYTES = 8e9;
const LOCK_TIMEOUT_MS = 60 * 60_000;

/**
 * Makes the cluster's programs, images and manifests, or finds them made: in a folder whose name is a hash of all that they
 * are made of. It is built beside and renamed when all is there; what an interrupted build finished is kept.
 * Throws CANARY_CLUSTER_BUILD_FAILED, CANARY_CLUSTER_NO_SPACE, CANARY_TOOL_NOT_FOUND (go), CANARY_CLUSTER_LOCKED.
 */
export async function buildCluster(options: BuildOptions): Promise<BuildResult> {
  const plan = await planBuild(options);
  const { location } = plan;
  if (await isFinishedBuild(location.directory)) return { ...location, built: false };
  await mkdir(path.dirname(location.directory), { recursive: true });
  const lock = await acquireHostLock(lockKey(location.directory), {
    subject: "the build of the local cluster",
    verb: "build",
    timeoutMs: LOCK_TIMEOUT_MS,
    signal: options.signal,
    onWait: (owner) => options.onEvent?.({ kind: "waiting", subject: "build", owner }),
  });
  try {
    const built = !(await isFinishedBuild(location.directory));
    if (built) await buildAll(plan, options);
    return { ...location, built };
  } finally {
    await lock.release();
  }
}

async function buildAll(
  { location: { directory }, identity, targets }: BuildPlan,
  options: BuildOptions,
): Promise<void> {
  const layout = buildLayout(directory + PARTIAL);
  await mkdir(layout.temporary, { recursive: true });
  await requireSpace(layout.directory, targets);
  const reporter = new ProgressReporter(targets, (event) => options.onEvent?.(event));
  for (const target of targets) {
    const hash = identity.targets.get(target.name) ?? "";
    reporter.start(target);
    if ((await readStamp(layout, target.name))?.hash === hash) {
      reporter.finish(target, "reused");
      continue;
    }
    const context: BuildContext = {
      recipeDirectory: options.recipeDirectory,
      layout,
      buildCache: options.goBuildCache ?? process.env["CANARY_GO_BUILD_CACHE"] ?? layout.buildCache,
      signal: options.signal,
      onProgress: (progress) => reporter.progress(target, progress),
    };
    reporter.finish(target, await buildOrReuse(target, hash, context));
  }
  await rm(layout.buildCache, { recursive: true, force: true });
  await rm(layout.temporary, { recursive: true, force: true });
  await writeFileAtomically(finishedFile(layout.directory), JSON.stringify({ key: identity.key }));
  await rm(directory, { recursive: true, force: true });
  await rename(layout.directory, directory);
  await removeAbandoned(path.dirname(directory));
}

/** Builds of other recipes that were interrupted and that nobody goes on with: each may hold gigabytes. */
async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.endsWith(PARTIAL)) continue;
    const directory = path.join(cache, name.slice(0, -PARTIAL.length));
    if ((await findLockOwner(lockKey(directory))) !== undefined) continue;
    await rm(path.join(cache, name), { recursive: true, force: true });
  }
}

function lockKey(directory: string): string {
  return `build ${directory}`;
}

async function buildOrReuse(
  target: BuildTarget,
  hash: string,
  context: BuildContext,
): Promise<"done" | "reused"> {
  const startedAt = Date.now();
  const reused = await reuseTarget(target.name, hash, context.layout);
  const stamp: Stamp = reused ?? {
    hash,
    outputs: await buildTarget(target, context),
    elapsedMs: Date.now() - startedAt,
  };
  const file = path.join(context.layout.stamps, `${target.name}.json`);
  await writeFileAtomically(file, JSON.stringify(stamp));
  return reused === undefined ? "done" : "reused";
}

async function buildTarget(target: BuildTarget, context: BuildContext): Promise<readonly string[]> {
  switch (target.kind) {
    case "program":
      return buildProgram(target, context);
    case "image":
      return buildImage(target, context);
    case "manifest":
      return buildManifest(target, context);
    case "rootfs":
      return buildRootFs(target, context);
  }
}

async function requireSpace(directory: string, targets: readonly BuildTarget[]): Promise<void> {
  if (!targets.some(({ kind }) => kind === "program")) return;
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize >= MINIMUM_FREE_BYTES) return;
  const free = ((bavail * bsize) / 1e9).toFixed(1);
  throw new CanaryError(`${directory} has ${free} GB free, and a build takes 8 GB at least`, {
    code: "CANARY_CLUSTER_NO_SPACE",
    hint: "Free up to 20 GB, or set XDG_CACHE_HOME to a larger disk, then run it again.",
    details: { directory, freeBytes: bavail * bsize },
  });
}
