import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder, from `start` upwards, that holds `canary.yaml` or `.canary`; `start` itself where there is none. */
export function findProjectRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "canary.yaml")) || existsSync(join(folder, ".canary"))) return folder;
    if (dirname(folder) === folder) return start;
  }
}
