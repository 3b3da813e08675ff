import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";

/** How a worker ended and what it printed. */
export interface WorkerResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: readonly string[];
  readonly stderr: string;
}

/** A worker that runs. */
export interface RunningWorker {
  readonly process: ChildProcess;
  readonly ended: Promise<WorkerResult>;
}

/** Nothing of the developer's machine: certificates in NODE_EXTRA_CA_CERTS alone double what a start of node costs. */
const CLEAN_ENVIRONMENT = { PATH: process.env["PATH"] };

/** Preload of a worker whose file system fails or kills at a given call. */
export const FAULTY_FS = join(import.meta.dirname, "faulty-fs.cjs");

/** Bundles the worker into `folder`, so that plain node runs it; gives the file. */
export async function buildWorker(folder: string): Promise<string> {
  const outfile = join(folder, "worker.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "store-worker.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    conditions: ["@canary/source"],
    logLevel: "warning",
  });
  return outfile;
}

/** Starts node with these words; `env` is added to a clean environment. */
export function startWorker(words: readonly string[], options: SpawnOptions = {}): RunningWorker {
  const env = { ...CLEAN_ENVIRONMENT, ...options.env };
  const child = spawn(process.execPath, words, { ...options, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<WorkerResult>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code, signal, stdout: stdout.split("\n").filter((line) => line !== ""), stderr }),
    );
  });
  return { process: child, ended };
}

/** Runs node with these words to its end. */
export function runWorker(words: readonly string[], options: SpawnOptions = {}): Promise<WorkerResult> {
  return startWorker(words, options).ended;
}
