import { readFile } from "node:fs/promises";
import path from "node:path";

/** Where the parts of a build are, finished or not. */
export interface BuildLayout {
  readonly directory: string;
  readonly bin: string;
  readonly images: string;
  readonly manifests: string;
  /** Root file systems that images stand on. */
  readonly layers: string;
  /** One file a finished target: its hash and its outputs. */
  readonly stamps: string;
  /** Go's build cache, while the build goes on. */
  readonly buildCache: string;
  readonly temporary: string;
}

export interface Stamp {
  readonly hash: string;
  /** Relative to the build's folder. */
  readonly outputs: readonly string[];
  readonly elapsedMs: number;
}

export function buildLayout(directory: string): BuildLayout {
  const inside = (name: string): string => path.join(directory, name);
  return {
    directory,
    bin: inside("bin"),
    images: inside("images"),
    manifests: inside("manifests"),
    layers: inside("layers"),
    stamps: inside("stamps"),
    buildCache: inside("gocache"),
    temporary: inside("tmp"),
  };
}

/** The stamp of a target; `undefined` when that target is not finished there. */
export async function readStamp(layout: BuildLayout, target: string): Promise<Stamp | undefined> {
  try {
    return JSON.parse(await readFile(path.join(layout.stamps, `${target}.json`), "utf8")) as Stamp;
  } catch {
    return undefined;
  }
}
