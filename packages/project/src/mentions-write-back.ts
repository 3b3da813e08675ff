import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findProjectRoot } from "./find-project-root.ts";

/**
 * Whether the canary.yaml of the project around `cwd` says anything about `writeBack`, true or false: a look at its text,
 * so that verbs that must start fast load the reader of YAML only then.
 */
export function mentionsWriteBack(cwd: string): boolean {
  const file = join(findProjectRoot(cwd), "canary.yaml");
  return existsSync(file) && readFileSync(file, "utf8").includes("writeBack");
}
