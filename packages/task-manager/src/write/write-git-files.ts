import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode, writeError } from "../file/store-errors.ts";
import type { StorePaths } from "../file/store-paths.ts";

const ATTRIBUTES = "tasks.json text eol=lf\nevents.ndjson text eol=lf merge=union\n";

const IGNORED = [
  "*.lock",
  "*.takeover",
  "*.next",
  "*.previous",
  "*.v[0-9]*",
  "runs/",
  "quarantine/",
  "backups/",
].join("\n");

/** Makes the store's own .gitattributes and .gitignore where they are missing; what a user wrote there stays. */
export function writeGitFiles(paths: StorePaths): void {
  writeNew(join(paths.directory, ".gitattributes"), ATTRIBUTES);
  writeNew(join(paths.directory, ".gitignore"), `${IGNORED}\n`);
}

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw writeError(file, error);
  }
}
