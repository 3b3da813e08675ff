import os from "node:os";
import path from "node:path";

/** `$XDG_CACHE_HOME/canary/local-cluster`, where builds are kept. */
export function defaultCacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const base = absolute(env["XDG_CACHE_HOME"]) ?? path.join(env["HOME"] ?? os.homedir(), ".cache");
  return path.join(base, "canary", "local-cluster");
}

/** `$XDG_STATE_HOME/canary/clusters/NAME`, where a cluster's state is kept. */
export function defaultStateDirectory(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const base = absolute(env["XDG_STATE_HOME"]) ?? path.join(env["HOME"] ?? os.homedir(), ".local", "state");
  return path.join(base, "canary", "clusters", name);
}

/** The XDG base directory specification: a relative path is to be ignored. */
function absolute(directory: string | undefined): string | undefined {
  return directory !== undefined && path.isAbsolute(directory) ? directory : undefined;
}
