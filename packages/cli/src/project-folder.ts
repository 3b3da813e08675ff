import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { configNotFound } from "@canary/project/tasks";
import type { CliContext } from "./cli-context.ts";

/** Where the project is looked for: at the configuration that was named, else the present folder. Throws CANARY_CONFIG_NOT_FOUND. */
export function projectFolderOf({ cwd, configFile }: CliContext): string {
  if (configFile === undefined) return cwd;
  if (!existsSync(configFile)) throw configNotFound(configFile);
  return dirname(configFile);
}
