import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../support/markdown.ts";

/** Files of the repository that are, or would be, committed; paths relative to it. */
export function gitFiles(isWanted: (path: string) => boolean = () => true): readonly string[] {
  return execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .split("\0")
    .filter((path) => path !== "" && isWanted(path) && existsSync(join(ROOT, path)))
    .toSorted();
}
