import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { dirname, join } from "node:path";
import type { Workspace } from "./workspace.ts";

export interface CanaryRun {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunCanaryOptions {
  /** Another build's `bin/canary`; this repository's when left out. */
  readonly program?: string;
  /** Folder to start in; the workspace's own when left out. */
  readonly cwd?: string;
  /** Added to a clean environment that knows only PATH and folders of the workspace. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What is written to its stdin, which is empty without it. */
  readonly input?: string;
  /** Called with the process as soon as it runs, for tests that send signals. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** The program under test, as users start it. */
export const CANARY_PROGRAM = join(import.meta.dirname, "../../../bin/canary");

/** Runs the built `canary` in a workspace; resolves when it has ended. */
export function runCanary(
  workspace: Workspace,
  argv: readonly string[],
  options: RunCanaryOptions = {},
): Promise<CanaryRun> {
  const child = spawn(process.execPath, [options.program ?? CANARY_PROGRAM, ...argv], {
    cwd: options.cwd ?? workspace.directory,
    env: { ...cleanEnvironment(workspace), ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A program that ends without reading closes the pipe first.
  child.stdin.on("error", () => undefined).end(options.input ?? "");
  options.onStart?.(child);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode, signal) =>
      resolve({
        exitCode,
        signal,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

/** Nothing of the developer's machine but where node and the system's programs are. */
export function cleanEnvironment(workspace: Workspace): Record<string, string> {
  return {
    PATH: [
      workspace.path("bin"),
      dirname(process.execPath),
      "/usr/local/bin",
      "/usr/bin",
      "/bin",
      "/usr/sbin",
      "/sbin",
    ].join(":"),
    HOME: workspace.path("home"),
    XDG_CACHE_HOME: workspace.path("cache"),
    XDG_STATE_HOME: workspace.path("state"),
    LANG: "C.UTF-8",
  };
}
